-- Layers behind an operator that is not supported. Networks registered before have none: they were refused then.
ALTER TABLE "network" ADD COLUMN "blocked_layers" JSONB;
UPDATE "network" SET "blocked_layers" = '[]'::jsonb;
ALTER TABLE "network" ALTER COLUMN "blocked_layers" SET NOT NULL;
