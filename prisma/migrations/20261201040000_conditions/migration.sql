-- A study compares conditions, not networks; what is frozen at launch is apart from what is operated; answers are of any task.

-- Frozen and operated ------------------------------------------------------------------------------------------------
DROP TRIGGER "study_frozen" ON "study";
ALTER TABLE "study" DROP CONSTRAINT "study_launch_check";
ALTER TABLE "study" RENAME COLUMN "triplets" TO "stimuli";
ALTER TABLE "study" RENAME COLUMN "triplets_hash" TO "stimuli_hash";
ALTER TABLE "study"
    ADD COLUMN "sets" JSONB,
    ADD COLUMN "places" INTEGER NOT NULL DEFAULT 40,
    ADD COLUMN "pilot_places" INTEGER,
    ADD COLUMN "place_lease_minutes" INTEGER NOT NULL DEFAULT 45,
    ADD COLUMN "is_paused" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "return_url" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "contact" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "reward" JSONB,
    ADD COLUMN "reward_note" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "authors" JSONB NOT NULL DEFAULT '[]',
    ADD COLUMN "data_licence" TEXT NOT NULL DEFAULT '';
UPDATE "study" SET
    "places" = ("configuration"->>'maximumSessions')::integer,
    "reward_note" = COALESCE("configuration"->>'compensation', '');
ALTER TABLE "study" ADD CONSTRAINT "study_operation_check"
    CHECK ("places" >= 1 AND ("pilot_places" IS NULL OR "pilot_places" >= 1) AND "place_lease_minutes" >= 1);
ALTER TABLE "study" ADD CONSTRAINT "study_launch_check"
    CHECK (("status" = 'draft') = ("launched_at" IS NULL) AND ("status" = 'draft') = ("stimuli" IS NULL) AND ("status" = 'closed') = ("closed_at" IS NOT NULL));

CREATE OR REPLACE FUNCTION "refuse_study_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD."status" = 'draft' AND NEW."status" IN ('draft', 'live') THEN
        RETURN NEW;
    END IF;
    IF (OLD."status" = NEW."status" OR (OLD."status" = 'live' AND NEW."status" = 'closed'))
        AND (OLD."configuration", OLD."configuration_hash", OLD."stimuli", OLD."stimuli_hash", OLD."sets", OLD."link_token", OLD."version")
            IS NOT DISTINCT FROM (NEW."configuration", NEW."configuration_hash", NEW."stimuli", NEW."stimuli_hash", NEW."sets", NEW."link_token", NEW."version") THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A study that is % is frozen; its status goes from draft to live to closed.', OLD."status";
END $$;
CREATE TRIGGER "study_frozen" BEFORE UPDATE ON "study" FOR EACH ROW EXECUTE FUNCTION "refuse_study_change"();

CREATE TABLE "study_change" (
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "experimenter" TEXT NOT NULL,
    "change" JSONB NOT NULL,

    CONSTRAINT "study_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "study_change_study_id_changed_at_idx" ON "study_change"("study_id", "changed_at");
ALTER TABLE "study_change" ADD CONSTRAINT "study_change_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Conditions ---------------------------------------------------------------------------------------------------------
CREATE TABLE "study_condition" (
    "study_id" UUID NOT NULL,
    "condition_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "run_id" UUID,
    "reference" TEXT,
    "stimulus_set_id" UUID,
    "stimulus_condition" TEXT,
    "network_name" TEXT,
    "network_file_hash" TEXT,
    "factors" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "study_condition_pkey" PRIMARY KEY ("study_id", "condition_id")
);
CREATE UNIQUE INDEX "study_condition_study_id_position_key" ON "study_condition"("study_id", "position");
CREATE UNIQUE INDEX "study_condition_study_id_name_key" ON "study_condition"("study_id", "name");
CREATE INDEX "study_condition_run_id_idx" ON "study_condition"("run_id");
CREATE INDEX "study_condition_stimulus_set_id_idx" ON "study_condition"("stimulus_set_id");
ALTER TABLE "study_condition" ADD CONSTRAINT "study_condition_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "study_condition" ADD CONSTRAINT "study_condition_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "generation_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "study_condition" ADD CONSTRAINT "study_condition_stimulus_set_id_fkey" FOREIGN KEY ("stimulus_set_id") REFERENCES "stimulus_set"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Studies made before compare networks: each becomes a condition that keeps the network's id, so that plans stay.
INSERT INTO "study_condition" ("study_id", "condition_id", "position", "name", "run_id", "network_name", "network_file_hash", "factors")
SELECT s."study_id", r."network_id"::text, s."position", n."name", s."run_id", n."name", n."file_hash",
    jsonb_strip_nulls(jsonb_build_object('layer', r."layer", 'objective', r."configuration"->'objective'->>'kind', 'seed_kind', r."configuration"->'seedImage'->>'kind'))
FROM "study_run" s JOIN "generation_run" r ON r."id" = s."run_id" JOIN "network" n ON n."id" = r."network_id";
DROP TABLE "study_run";

ALTER TABLE "study_condition" ADD CONSTRAINT "study_condition_kind_check"
    CHECK (num_nonnulls("run_id", "reference", "stimulus_set_id") = 1 AND ("stimulus_set_id" IS NULL) = ("stimulus_condition" IS NULL)
        AND ("reference" IS NULL OR "reference" IN ('original', 'seed', 'other-image')));

-- What a study compares is frozen with it.
CREATE FUNCTION "refuse_condition_change"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row "study_condition"%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN row := OLD; ELSE row := NEW; END IF;
    IF EXISTS (SELECT 1 FROM "study" WHERE "id" = row."study_id" AND "status" <> 'draft') THEN
        RAISE EXCEPTION 'The conditions of a study that was launched are frozen.';
    END IF;
    RETURN row;
END $$;
CREATE TRIGGER "study_condition_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "study_condition" FOR EACH ROW EXECUTE FUNCTION "refuse_condition_change"();

-- Pictures that anybody who has the address may fetch: those that launched studies show.
CREATE TABLE "study_file" (
    "file_hash" TEXT NOT NULL,
    "study_id" UUID NOT NULL,

    CONSTRAINT "study_file_pkey" PRIMARY KEY ("file_hash", "study_id")
);
CREATE INDEX "study_file_study_id_idx" ON "study_file"("study_id");
ALTER TABLE "study_file" ADD CONSTRAINT "study_file_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "study_file" ADD CONSTRAINT "study_file_file_hash_fkey" FOREIGN KEY ("file_hash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
INSERT INTO "study_file" ("file_hash", "study_id")
SELECT DISTINCT h."hash", s."id"
FROM "study" s CROSS JOIN LATERAL jsonb_array_elements(s."stimuli") t
    CROSS JOIN LATERAL (VALUES (t->>'queryHash'), (t->>'targetHash'), (t->>'seedHash')) h("hash")
WHERE s."stimuli" IS NOT NULL AND EXISTS (SELECT 1 FROM "blob" b WHERE b."hash" = h."hash");

-- Perceptual distances between the images of a set, for sets of targets that look alike --------------------------------
CREATE TABLE "image_set_distance" (
    "image_set_id" UUID NOT NULL,
    "distance" TEXT NOT NULL,
    "file_hashes" JSONB NOT NULL,
    "values" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "image_set_distance_pkey" PRIMARY KEY ("image_set_id", "distance")
);
ALTER TABLE "image_set_distance" ADD CONSTRAINT "image_set_distance_image_set_id_fkey" FOREIGN KEY ("image_set_id") REFERENCES "image_set"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Answers of any task -------------------------------------------------------------------------------------------------
-- Changing a column's type rewrites the table without firing the trigger that keeps responses as they are.
ALTER TABLE "response" DROP CONSTRAINT "response_value_check";
ALTER TABLE "response" ALTER COLUMN "chosen_side" TYPE JSONB USING jsonb_build_object('side', "chosen_side");
ALTER TABLE "response" RENAME COLUMN "chosen_side" TO "answer";
ALTER TABLE "response" ALTER COLUMN "answer" DROP NOT NULL;
ALTER TABLE "response"
    ADD COLUMN "presentation_count" INTEGER,
    ADD COLUMN "is_trusted" BOOLEAN,
    ADD COLUMN "shown_size_css_px" DOUBLE PRECISION,
    ADD COLUMN "device_px_per_image_px" DOUBLE PRECISION,
    ADD COLUMN "zoom" DOUBLE PRECISION,
    ADD COLUMN "frame_ms" DOUBLE PRECISION,
    ADD COLUMN "lead_planned_ms" DOUBLE PRECISION,
    ADD COLUMN "lead_shown_ms" DOUBLE PRECISION,
    ADD COLUMN "query_planned_ms" DOUBLE PRECISION,
    ADD COLUMN "query_shown_ms" DOUBLE PRECISION,
    ADD COLUMN "mask_planned_ms" DOUBLE PRECISION,
    ADD COLUMN "mask_shown_ms" DOUBLE PRECISION,
    ADD COLUMN "confidence" SMALLINT,
    ADD COLUMN "confidence_time_ms" DOUBLE PRECISION,
    ADD COLUMN "comment" TEXT;

-- NaN and infinities are no measurements; PostgreSQL sorts NaN above every number.
ALTER TABLE "response" ADD CONSTRAINT "response_value_check" CHECK (
    ("answer" IS NULL OR (jsonb_typeof("answer") = 'object' AND octet_length("answer"::text) <= 4096))
    AND "input_type" IN ('mouse', 'touch', 'pen', 'keyboard', 'program')
    AND "trial_index" >= 0 AND "round" >= 0 AND "focus_loss_count" >= 0
    AND "response_time_ms" >= 0 AND "response_time_ms" < 'Infinity'
    AND "image_load_ms" >= 0 AND "image_load_ms" < 'Infinity'
    AND "device_pixel_ratio" >= 0 AND "device_pixel_ratio" < 'Infinity'
    AND ("confidence" IS NULL OR "confidence" BETWEEN 1 AND 5)
    AND ("comment" IS NULL OR char_length("comment") <= 1000)
);

ALTER TABLE "rater_session" DROP CONSTRAINT "rater_session_count_check";
ALTER TABLE "rater_session"
    DROP COLUMN "practice_round",
    ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "language" TEXT,
    ADD COLUMN "refresh_hz" DOUBLE PRECISION,
    ADD COLUMN "css_px_per_mm" DOUBLE PRECISION;
ALTER TABLE "rater_session" ADD CONSTRAINT "rater_session_count_check" CHECK ("plan_index" >= 0);
