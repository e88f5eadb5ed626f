-- What an experimenter sees of each session, does with it, and is told of.

ALTER TABLE "response"
    ADD COLUMN "unreleased_key_count" INTEGER,
    ADD CONSTRAINT "response_unreleased_key_count_check" CHECK ("unreleased_key_count" >= 0);

ALTER TABLE "rater_session"
    ADD COLUMN "digest" JSONB,
    ADD COLUMN "flags" JSONB NOT NULL DEFAULT '[]',
    ADD COLUMN "excluded_because" TEXT,
    ADD COLUMN "note" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "bonus" DOUBLE PRECISION,
    ADD CONSTRAINT "rater_session_bonus_check" CHECK ("bonus" >= 0);
CREATE INDEX "rater_session_study_id_created_at_idx" ON "rater_session"("study_id", "created_at");

CREATE TABLE "session_change" (
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "experimenter" TEXT NOT NULL,
    "change" JSONB NOT NULL,
    CONSTRAINT "session_change_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "session_change_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "rater_session"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "session_change_session_id_changed_at_idx" ON "session_change"("session_id", "changed_at");
