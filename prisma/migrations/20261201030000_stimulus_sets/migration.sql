-- Stimuli that other programs made, for conditions without a generation run.
CREATE TABLE "stimulus_set" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stimulus_set_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "stimulus_set_name_key" ON "stimulus_set"("name");

CREATE TABLE "stimulus" (
    "id" UUID NOT NULL,
    "stimulus_set_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "condition" TEXT NOT NULL,
    "factors" JSONB NOT NULL,
    "target_name" TEXT NOT NULL,
    "target_file_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "seed_name" TEXT,
    "seed_file_hash" TEXT,
    "label" TEXT,
    "network_id" UUID,
    "layer" TEXT,
    "audit" JSONB,

    CONSTRAINT "stimulus_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "stimulus_stimulus_set_id_position_key" ON "stimulus"("stimulus_set_id", "position");
CREATE INDEX "stimulus_target_file_hash_idx" ON "stimulus"("target_file_hash");
CREATE INDEX "stimulus_file_hash_idx" ON "stimulus"("file_hash");
CREATE INDEX "stimulus_seed_file_hash_idx" ON "stimulus"("seed_file_hash");
CREATE INDEX "stimulus_network_id_idx" ON "stimulus"("network_id");
ALTER TABLE "stimulus" ADD CONSTRAINT "stimulus_stimulus_set_id_fkey" FOREIGN KEY ("stimulus_set_id") REFERENCES "stimulus_set"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "stimulus" ADD CONSTRAINT "stimulus_target_file_hash_fkey" FOREIGN KEY ("target_file_hash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "stimulus" ADD CONSTRAINT "stimulus_file_hash_fkey" FOREIGN KEY ("file_hash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "stimulus" ADD CONSTRAINT "stimulus_seed_file_hash_fkey" FOREIGN KEY ("seed_file_hash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "stimulus" ADD CONSTRAINT "stimulus_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
