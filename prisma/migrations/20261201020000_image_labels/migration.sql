-- What an image shows, and under which terms it may be used. Nothing was known of either for the images that are there.
ALTER TABLE "image" ADD COLUMN "label" TEXT;
ALTER TABLE "image" ADD COLUMN "licence" TEXT NOT NULL DEFAULT '';
ALTER TABLE "image" ADD COLUMN "source" TEXT NOT NULL DEFAULT '';
