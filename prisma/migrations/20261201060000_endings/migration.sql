-- How a session ended, who came, and what an experimenter should know. Who somebody is on a platform is encrypted from now on: what
-- earlier versions wrote in plain text waits in `earlier_platform_identity` for the next start of the API, which has the key.

ALTER TYPE "rater_session_state" ADD VALUE 'screened_out';

ALTER TABLE "study"
    ADD COLUMN "institution" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "ethics_committee" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "recruiting" JSONB NOT NULL DEFAULT '{"platform": "link", "endings": {}}',
    ADD COLUMN "late_finish" TEXT NOT NULL DEFAULT 'complete',
    ADD COLUMN "earlier_raters" JSONB NOT NULL DEFAULT '{"keepOut": [], "onlyFrom": []}',
    ADD COLUMN "identity_retention" TEXT NOT NULL DEFAULT 'until_settled',
    ADD CONSTRAINT "study_late_finish_check" CHECK ("late_finish" IN ('complete', 'time_out')),
    ADD CONSTRAINT "study_identity_retention_check" CHECK ("identity_retention" IN ('at_once', 'until_settled'));
ALTER TABLE "study" ALTER COLUMN "recruiting" DROP DEFAULT, ALTER COLUMN "earlier_raters" DROP DEFAULT;
-- Their consent texts promise that nothing is left of who withdraws.
UPDATE "study" SET "identity_retention" = 'at_once';

CREATE TABLE "study_alert" (
    "study_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "count" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3),
    CONSTRAINT "study_alert_pkey" PRIMARY KEY ("study_id", "kind"),
    CONSTRAINT "study_alert_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

ALTER TABLE "rater_session"
    ADD COLUMN "ending" TEXT,
    ADD COLUMN "entry_key_hash" TEXT,
    ADD COLUMN "address_hash" TEXT,
    ADD COLUMN "ended_at" TIMESTAMPTZ(3),
    ADD COLUMN "settled_at" TIMESTAMPTZ(3),
    ADD CONSTRAINT "rater_session_ending_check" CHECK ("ending" IN ('completed', 'failed_checks', 'screened_out', 'no_consent', 'practice_not_passed', 'withdrawn', 'timed_out'));
UPDATE "rater_session" SET "state" = 'timed_out'
    WHERE "place_released_at" IS NOT NULL AND "state" IN ('assigned', 'consented', 'in_progress');
UPDATE "rater_session" SET
    "ending" = "state"::text,
    "ended_at" = COALESCE("completed_at", "withdrawn_at", "place_released_at", "last_seen_at")
    WHERE "state" IN ('completed', 'no_consent', 'withdrawn', 'timed_out');
CREATE UNIQUE INDEX "rater_session_study_id_entry_key_hash_key" ON "rater_session"("study_id", "entry_key_hash");
CREATE INDEX "rater_session_study_id_address_hash_idx" ON "rater_session"("study_id", "address_hash");

-- The plain ones are moved aside; the API encrypts them when it starts, and drops nothing before.
ALTER TABLE "platform_identity" RENAME TO "earlier_platform_identity";
ALTER TABLE "earlier_platform_identity" RENAME CONSTRAINT "platform_identity_pkey" TO "earlier_platform_identity_pkey";
ALTER TABLE "earlier_platform_identity" RENAME CONSTRAINT "platform_identity_session_id_fkey" TO "earlier_platform_identity_session_id_fkey";
ALTER INDEX "platform_identity_study_id_person_key_key" RENAME TO "earlier_platform_identity_study_id_person_key_key";
CREATE TABLE "platform_identity" (
    "session_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "person_hash" TEXT NOT NULL,
    "submission_hash" TEXT,
    "sealed" TEXT,
    CONSTRAINT "platform_identity_pkey" PRIMARY KEY ("session_id"),
    CONSTRAINT "platform_identity_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "rater_session"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "platform_identity_study_id_person_hash_key" ON "platform_identity"("study_id", "person_hash");
CREATE INDEX "platform_identity_person_hash_idx" ON "platform_identity"("person_hash");
