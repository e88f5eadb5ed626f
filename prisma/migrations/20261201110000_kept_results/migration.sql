-- Results that take a while are computed once: one row for each study, section and settings, replaced when there is a newer one.

CREATE TABLE "kept_result" (
    "study_id" UUID NOT NULL,
    "section" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "revision" TEXT NOT NULL,
    "statistics_version" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "kept_result_pkey" PRIMARY KEY ("study_id", "section", "settings")
);
ALTER TABLE "kept_result" ADD CONSTRAINT "kept_result_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE;
