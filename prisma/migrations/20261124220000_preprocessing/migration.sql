-- What is done to images before they are what a network's file takes, and which files a network consists of.
-- Networks registered before took pixels in [0, 1] as they are, cropped to the aspect and scaled with Lanczos3; so they stay.

ALTER TABLE "network"
    ADD COLUMN "format" TEXT NOT NULL DEFAULT 'onnx',
    ADD COLUMN "producer" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "files" JSONB,
    ADD COLUMN "preprocessing" JSONB,
    ADD COLUMN "preprocessing_origin" JSONB,
    ADD COLUMN "default_layer_rule" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "straight_through_node" TEXT,
    ALTER COLUMN "opset" DROP NOT NULL;

UPDATE "network" SET
    "files" = jsonb_build_array(jsonb_build_object(
        'name', 'network.onnx', 'fileHash', "file_hash", 'byteCount', (SELECT "byte_count" FROM "blob" WHERE "hash" = "file_hash"))),
    "preprocessing" = jsonb_build_object(
        'heightPx', "input_height_px", 'widthPx', "input_width_px", 'channelOrder', 'RGB', 'range', '[0,1]',
        'mean', '[0, 0, 0]'::jsonb, 'standardDeviation', '[1, 1, 1]'::jsonb,
        'resize', '{"kind": "crop-to-aspect", "interpolation": "lanczos3"}'::jsonb),
    "preprocessing_origin" = jsonb_build_object('certainty', 'assumed', 'because', 'The network was registered before Lookalike asked.');

-- Until then the opset was that of the graph, not of the file.
UPDATE "network" SET "opset" = NULL;

ALTER TABLE "network"
    ALTER COLUMN "files" SET NOT NULL,
    ALTER COLUMN "preprocessing" SET NOT NULL,
    ALTER COLUMN "preprocessing_origin" SET NOT NULL;

-- A run keeps what its network's preprocessing was when it was started.
ALTER TABLE "generation_run" ADD COLUMN "preprocessing" JSONB;
UPDATE "generation_run" SET "preprocessing" = (SELECT "preprocessing" FROM "network" WHERE "network"."id" = "network_id");
ALTER TABLE "generation_run" ALTER COLUMN "preprocessing" SET NOT NULL;
