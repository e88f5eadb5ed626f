-- Every picture of a session has an address of its own. The pages of sessions that began before ask for pictures by their hashes, and
-- so do those that a replica of the version before still lets in while others are updated already: it does not know the column.
ALTER TABLE "rater_session" ADD COLUMN "asks_by_hash" BOOLEAN NOT NULL DEFAULT true;
