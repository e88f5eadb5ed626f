-- What a recruiting platform holds of a study's raters, what was paid, and the keys to its programs: keys and ids are encrypted.

CREATE TABLE "platform_account" (
    "study_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "sealed_token" TEXT NOT NULL,
    "holder" TEXT NOT NULL DEFAULT '',
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed_hooks" TEXT,
    "next_read_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "read_fault" TEXT,
    CONSTRAINT "platform_account_pkey" PRIMARY KEY ("study_id", "platform"),
    CONSTRAINT "platform_account_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "platform_account_next_read_at_idx" ON "platform_account"("next_read_at");

CREATE TABLE "platform_submission" (
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "submission_hash" TEXT NOT NULL,
    "person_hash" TEXT NOT NULL,
    "session_id" UUID,
    "status" TEXT NOT NULL,
    "sealed" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "handed_in_at" TIMESTAMPTZ(3),
    "return_requested" BOOLEAN NOT NULL DEFAULT false,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "platform_submission_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "platform_submission_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "platform_submission_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "rater_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "platform_submission_study_id_submission_hash_key" ON "platform_submission"("study_id", "submission_hash");
CREATE INDEX "platform_submission_session_id_idx" ON "platform_submission"("session_id");

CREATE TABLE "platform_event" (
    "study_id" UUID NOT NULL,
    "event_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "platform_event_pkey" PRIMARY KEY ("study_id", "event_id"),
    CONSTRAINT "platform_event_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Nothing is paid or moved but by a row of these, prepared by one request and confirmed by another.
CREATE TABLE "platform_action" (
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "person_count" INTEGER NOT NULL,
    "amount" INTEGER,
    "fees" INTEGER,
    "total" INTEGER,
    "currency" TEXT,
    "provider_id" TEXT,
    "outcome" TEXT NOT NULL DEFAULT '',
    "prepared_by" TEXT NOT NULL,
    "prepared_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_by" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    CONSTRAINT "platform_action_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "platform_action_kind_check" CHECK ("kind" IN ('approve', 'ask_to_return', 'reject', 'bonus')),
    CONSTRAINT "platform_action_state_check" CHECK ("state" IN ('prepared', 'doing', 'done', 'refused', 'unknown')),
    CONSTRAINT "platform_action_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "platform_action_study_id_prepared_at_idx" ON "platform_action"("study_id", "prepared_at");

CREATE TABLE "platform_action_item" (
    "action_id" UUID NOT NULL,
    "submission_id" UUID NOT NULL,
    "amount" INTEGER,
    CONSTRAINT "platform_action_item_pkey" PRIMARY KEY ("action_id", "submission_id"),
    CONSTRAINT "platform_action_item_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "platform_action"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "platform_action_item_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "platform_submission"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "platform_action_item_submission_id_idx" ON "platform_action_item"("submission_id");

CREATE TABLE "platform_credit" (
    "session_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "sealed" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    CONSTRAINT "platform_credit_pkey" PRIMARY KEY ("session_id"),
    CONSTRAINT "platform_credit_state_check" CHECK ("state" IN ('waiting', 'granted', 'refused')),
    CONSTRAINT "platform_credit_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "rater_session"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "platform_credit_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "platform_credit_next_at_idx" ON "platform_credit"("next_at");
CREATE INDEX "platform_credit_study_id_idx" ON "platform_credit"("study_id");
