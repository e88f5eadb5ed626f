-- What names raters goes after its time, wherever it is kept: words of actions too, and ids of people who never came.

ALTER TABLE "platform_action" ALTER COLUMN "sealed" DROP NOT NULL;

ALTER TABLE "platform_submission" ADD COLUMN "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Looked through every minute.
CREATE INDEX "rater_session_created_at_idx" ON "rater_session"("created_at");
