-- Alerts are sent to an address of the study's, again until it takes them.

ALTER TABLE "study" ADD COLUMN "alert_url" TEXT NOT NULL DEFAULT '';

ALTER TABLE "study_alert"
    ADD COLUMN "send_at" TIMESTAMPTZ(3),
    ADD COLUMN "sent_at" TIMESTAMPTZ(3),
    ADD COLUMN "send_attempt_count" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "study_alert_send_at_idx" ON "study_alert"("send_at");
