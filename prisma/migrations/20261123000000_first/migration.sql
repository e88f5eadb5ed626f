-- The first migration. Tables and names are as `prisma migrate diff` would write them for prisma/schema.prisma
-- (a test compares the two); what the schema language cannot say is at the end.

CREATE TYPE "run_status" AS ENUM ('queued', 'running', 'done', 'failed', 'cancelled');
CREATE TYPE "study_status" AS ENUM ('draft', 'live', 'closed');
CREATE TYPE "rater_kind" AS ENUM ('person', 'test', 'simulated');
CREATE TYPE "rater_session_state" AS ENUM ('assigned', 'consented', 'in_progress', 'all_acknowledged', 'completed', 'no_consent', 'withdrawn', 'timed_out');

CREATE TABLE "experimenter" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "experimenter_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "sign_in" (
    "token_hash" TEXT NOT NULL,
    "experimenter_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("token_hash")
);

CREATE TABLE "blob" (
    "hash" TEXT NOT NULL,
    "byte_count" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("hash")
);

CREATE TABLE "network" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "card" TEXT NOT NULL DEFAULT '',
    "input_height_px" INTEGER NOT NULL,
    "input_width_px" INTEGER NOT NULL,
    "layers" JSONB NOT NULL,
    "default_layer" TEXT NOT NULL,
    "parameter_count" BIGINT NOT NULL,
    "multiply_add_count" BIGINT NOT NULL,
    "operator_counts" JSONB NOT NULL,
    "opset" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "network_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "image_set" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "image_set_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "image" (
    "id" UUID NOT NULL,
    "image_set_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "width_px" INTEGER NOT NULL,
    "height_px" INTEGER NOT NULL,
    "attribution" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "image_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "generation_run" (
    "id" UUID NOT NULL,
    "network_id" UUID NOT NULL,
    "image_set_id" UUID NOT NULL,
    "layer" TEXT NOT NULL,
    "configuration" JSONB NOT NULL,
    "configuration_hash" TEXT NOT NULL,
    "status" "run_status" NOT NULL DEFAULT 'queued',
    "total_count" INTEGER NOT NULL,
    "done_count" INTEGER NOT NULL DEFAULT 0,
    "accepted_count" INTEGER NOT NULL DEFAULT 0,
    "progress" JSONB,
    "null_distribution" JSONB,
    "environment" JSONB,
    "error_code" TEXT,
    "error_message" TEXT,
    "lease_owner" TEXT,
    "lease_expires_at" TIMESTAMPTZ(3),
    "idle_claim_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "generation_run_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "iri" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "file_hash" TEXT NOT NULL,
    "seed_file_hash" TEXT NOT NULL,
    "target_file_hash" TEXT NOT NULL,
    "representation_distance" DOUBLE PRECISION NOT NULL,
    "unrounded_distance" DOUBLE PRECISION NOT NULL,
    "null_percentile" DOUBLE PRECISION NOT NULL,
    "seed_distance" DOUBLE PRECISION NOT NULL,
    "accepted" BOOLEAN NOT NULL,
    "rejection_reason" TEXT,
    "step_count" INTEGER NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "iri_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "study" (
    "id" UUID NOT NULL,
    "link_token" TEXT NOT NULL,
    "status" "study_status" NOT NULL DEFAULT 'draft',
    "version" INTEGER NOT NULL DEFAULT 1,
    "configuration" JSONB NOT NULL,
    "configuration_hash" TEXT NOT NULL,
    "triplets" JSONB,
    "triplets_hash" TEXT,
    "completion_code" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "launched_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "study_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "study_run" (
    "study_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "study_run_pkey" PRIMARY KEY ("study_id", "run_id")
);

CREATE TABLE "rater_session" (
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "participant_id" TEXT NOT NULL,
    "kind" "rater_kind" NOT NULL,
    "plan_index" INTEGER NOT NULL,
    "state" "rater_session_state" NOT NULL DEFAULT 'assigned',
    "token_hash" TEXT NOT NULL,
    "practice_round" INTEGER NOT NULL DEFAULT 0,
    "consent_hash" TEXT,
    "consented_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "place_released_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "app_version" TEXT NOT NULL,

    CONSTRAINT "rater_session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "platform_identity" (
    "session_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "person_key" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,

    CONSTRAINT "platform_identity_pkey" PRIMARY KEY ("session_id")
);

CREATE TABLE "response" (
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "trial_index" INTEGER NOT NULL,
    "round" INTEGER NOT NULL,
    "chosen_side" TEXT NOT NULL,
    "response_time_ms" DOUBLE PRECISION NOT NULL,
    "presented_at" TIMESTAMPTZ(3) NOT NULL,
    "focus_loss_count" INTEGER NOT NULL,
    "viewport_width_px" INTEGER NOT NULL,
    "viewport_height_px" INTEGER NOT NULL,
    "device_pixel_ratio" DOUBLE PRECISION NOT NULL,
    "input_type" TEXT NOT NULL,
    "image_load_ms" DOUBLE PRECISION NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "response_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "experimenter_email_key" ON "experimenter"("email");
CREATE INDEX "sign_in_experimenter_id_idx" ON "sign_in"("experimenter_id");
CREATE UNIQUE INDEX "network_name_key" ON "network"("name");
CREATE UNIQUE INDEX "network_file_hash_key" ON "network"("file_hash");
CREATE UNIQUE INDEX "image_set_name_key" ON "image_set"("name");
CREATE UNIQUE INDEX "image_image_set_id_position_key" ON "image"("image_set_id", "position");
CREATE UNIQUE INDEX "image_image_set_id_file_hash_key" ON "image"("image_set_id", "file_hash");
CREATE INDEX "image_file_hash_idx" ON "image"("file_hash");
CREATE INDEX "generation_run_status_lease_expires_at_idx" ON "generation_run"("status", "lease_expires_at");
CREATE INDEX "generation_run_network_id_idx" ON "generation_run"("network_id");
CREATE INDEX "generation_run_image_set_id_idx" ON "generation_run"("image_set_id");
CREATE UNIQUE INDEX "iri_run_id_target_id_key" ON "iri"("run_id", "target_id");
CREATE INDEX "iri_target_id_idx" ON "iri"("target_id");
CREATE INDEX "iri_file_hash_idx" ON "iri"("file_hash");
CREATE INDEX "iri_seed_file_hash_idx" ON "iri"("seed_file_hash");
CREATE INDEX "iri_target_file_hash_idx" ON "iri"("target_file_hash");
CREATE UNIQUE INDEX "study_link_token_key" ON "study"("link_token");
CREATE UNIQUE INDEX "study_run_study_id_position_key" ON "study_run"("study_id", "position");
CREATE INDEX "study_run_run_id_idx" ON "study_run"("run_id");
CREATE UNIQUE INDEX "rater_session_token_hash_key" ON "rater_session"("token_hash");
CREATE UNIQUE INDEX "rater_session_study_id_participant_id_key" ON "rater_session"("study_id", "participant_id");
CREATE INDEX "rater_session_study_id_kind_plan_index_idx" ON "rater_session"("study_id", "kind", "plan_index");
CREATE UNIQUE INDEX "platform_identity_study_id_person_key_key" ON "platform_identity"("study_id", "person_key");
CREATE UNIQUE INDEX "response_session_id_trial_index_round_key" ON "response"("session_id", "trial_index", "round");

ALTER TABLE "sign_in" ADD CONSTRAINT "sign_in_experimenter_id_fkey" FOREIGN KEY ("experimenter_id") REFERENCES "experimenter"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "network" ADD CONSTRAINT "network_file_hash_fkey" FOREIGN KEY ("file_hash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "image" ADD CONSTRAINT "image_image_set_id_fkey" FOREIGN KEY ("image_set_id") REFERENCES "image_set"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "image" ADD CONSTRAINT "image_file_hash_fkey" FOREIGN KEY ("file_hash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "generation_run" ADD CONSTRAINT "generation_run_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "generation_run" ADD CONSTRAINT "generation_run_image_set_id_fkey" FOREIGN KEY ("image_set_id") REFERENCES "image_set"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "iri" ADD CONSTRAINT "iri_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "generation_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "iri" ADD CONSTRAINT "iri_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "image"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "iri" ADD CONSTRAINT "iri_file_hash_fkey" FOREIGN KEY ("file_hash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "iri" ADD CONSTRAINT "iri_seed_file_hash_fkey" FOREIGN KEY ("seed_file_hash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "iri" ADD CONSTRAINT "iri_target_file_hash_fkey" FOREIGN KEY ("target_file_hash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "study_run" ADD CONSTRAINT "study_run_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "study_run" ADD CONSTRAINT "study_run_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "generation_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rater_session" ADD CONSTRAINT "rater_session_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "platform_identity" ADD CONSTRAINT "platform_identity_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "rater_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "response" ADD CONSTRAINT "response_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "rater_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema language cannot say -------------------------------------------------------------------------------

-- Content addresses are SHA-256 in lower-case hexadecimal digits.
ALTER TABLE "blob" ADD CONSTRAINT "blob_hash_check" CHECK ("hash" ~ '^[0-9a-f]{64}$' AND "byte_count" >= 0);

ALTER TABLE "network" ADD CONSTRAINT "network_size_check" CHECK ("input_height_px" > 0 AND "input_width_px" > 0);
ALTER TABLE "image" ADD CONSTRAINT "image_size_check" CHECK ("width_px" > 0 AND "height_px" > 0 AND "position" >= 0);

-- A run never counts more than it has, and only a running run is leased.
ALTER TABLE "generation_run" ADD CONSTRAINT "generation_run_count_check"
    CHECK ("accepted_count" >= 0 AND "accepted_count" <= "done_count" AND "done_count" <= "total_count");
ALTER TABLE "generation_run" ADD CONSTRAINT "generation_run_lease_check"
    CHECK (("status" = 'running') = ("lease_owner" IS NOT NULL) AND ("lease_owner" IS NULL) = ("lease_expires_at" IS NULL));

ALTER TABLE "iri" ADD CONSTRAINT "iri_audit_check"
    CHECK ("representation_distance" >= 0 AND "null_percentile" BETWEEN 0 AND 1 AND "accepted" = ("rejection_reason" IS NULL));

-- A place in the plans belongs to one session at a time.
CREATE UNIQUE INDEX "rater_session_held_plan_key" ON "rater_session"("study_id", "kind", "plan_index") WHERE "place_released_at" IS NULL;
ALTER TABLE "rater_session" ADD CONSTRAINT "rater_session_count_check" CHECK ("plan_index" >= 0 AND "practice_round" >= 0);

-- NaN and infinities are no measurements; PostgreSQL sorts NaN above every number.
ALTER TABLE "response" ADD CONSTRAINT "response_value_check" CHECK (
    "chosen_side" IN ('left', 'right')
    AND "input_type" IN ('mouse', 'touch', 'pen', 'keyboard', 'program')
    AND "trial_index" >= 0 AND "round" >= 0 AND "focus_loss_count" >= 0
    AND "response_time_ms" >= 0 AND "response_time_ms" < 'Infinity'
    AND "image_load_ms" >= 0 AND "image_load_ms" < 'Infinity'
    AND "device_pixel_ratio" >= 0 AND "device_pixel_ratio" < 'Infinity'
);

-- Responses are append-only. The one exception: a rater who withdraws takes them along.
CREATE FUNCTION "refuse_response_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM "rater_session" WHERE "id" = OLD."session_id" AND "state" = 'withdrawn') THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'Responses are append-only: % refused. They are deleted only when their rater withdraws.', TG_OP;
END $$;
CREATE TRIGGER "response_append_only" BEFORE UPDATE OR DELETE ON "response" FOR EACH ROW EXECUTE FUNCTION "refuse_response_change"();
CREATE TRIGGER "response_no_truncate" BEFORE TRUNCATE ON "response" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_response_change"();

-- Nobody who has withdrawn is recorded again, whatever order two requests arrive in.
CREATE FUNCTION "refuse_response_after_withdrawal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM "rater_session" WHERE "id" = NEW."session_id" AND "state" IN ('withdrawn', 'no_consent')) THEN
        RAISE EXCEPTION 'This rater withdrew or declined; nothing of theirs is stored.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "response_of_consenting_rater" BEFORE INSERT ON "response" FOR EACH ROW EXECUTE FUNCTION "refuse_response_after_withdrawal"();

-- What raters have seen does not change under them: a study is free as a draft, then live, then closed, and frozen.
CREATE FUNCTION "refuse_study_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD."status" = 'draft' AND NEW."status" IN ('draft', 'live') THEN
        RETURN NEW;
    END IF;
    IF (OLD."status" = NEW."status" OR (OLD."status" = 'live' AND NEW."status" = 'closed'))
        AND (OLD."configuration", OLD."configuration_hash", OLD."triplets", OLD."triplets_hash", OLD."link_token", OLD."completion_code", OLD."version")
            IS NOT DISTINCT FROM (NEW."configuration", NEW."configuration_hash", NEW."triplets", NEW."triplets_hash", NEW."link_token", NEW."completion_code", NEW."version") THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A study that is % is frozen; its status goes from draft to live to closed.', OLD."status";
END $$;
CREATE TRIGGER "study_frozen" BEFORE UPDATE ON "study" FOR EACH ROW EXECUTE FUNCTION "refuse_study_change"();
ALTER TABLE "study" ADD CONSTRAINT "study_launch_check"
    CHECK (("status" = 'draft') = ("launched_at" IS NULL) AND ("status" = 'draft') = ("triplets" IS NULL) AND ("status" = 'closed') = ("closed_at" IS NOT NULL));
