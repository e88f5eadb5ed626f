-- What whoever uses a network's results must know. Networks registered before have none: what calls for a note was refused then.
ALTER TABLE "network" ADD COLUMN "notes" JSONB;
UPDATE "network" SET "notes" = '[]'::jsonb;
ALTER TABLE "network" ALTER COLUMN "notes" SET NOT NULL;
