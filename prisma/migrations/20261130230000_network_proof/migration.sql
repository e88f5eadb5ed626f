-- What the makers of a network note in its file: tags, names of classes, and a proof, whose verdict a worker finds. Networks registered before have none.
ALTER TABLE "network"
    ADD COLUMN "tags" JSONB,
    ADD COLUMN "class_names" JSONB,
    ADD COLUMN "proof" JSONB;
UPDATE "network" SET "tags" = '{}'::jsonb, "class_names" = '[]'::jsonb;
ALTER TABLE "network"
    ALTER COLUMN "tags" SET NOT NULL,
    ALTER COLUMN "class_names" SET NOT NULL;
