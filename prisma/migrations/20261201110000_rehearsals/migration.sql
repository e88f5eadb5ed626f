-- A draft is tried as a test in a frozen copy of its own: a study that only test sessions enter.

ALTER TABLE "study" ADD COLUMN "rehearsal_of" UUID;
ALTER TABLE "study" ADD CONSTRAINT "study_rehearsal_of_fkey" FOREIGN KEY ("rehearsal_of") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "study_rehearsal_of_idx" ON "study"("rehearsal_of");
