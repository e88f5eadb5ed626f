-- Who gives a submission back and takes the study again has two of them there, and one session here: it is the later one's. With both, both were owed.

UPDATE "platform_submission" AS s SET "session_id" = NULL
WHERE s."session_id" IS NOT NULL AND s."id" <> (
    SELECT o."id" FROM "platform_submission" o
    LEFT JOIN "platform_identity" i ON i."session_id" = o."session_id" AND i."submission_hash" = o."submission_hash"
    WHERE o."session_id" = s."session_id"
    ORDER BY (i."session_id" IS NOT NULL) DESC, o."started_at" DESC NULLS LAST, o."id" DESC
    LIMIT 1
);

DROP INDEX "platform_submission_session_id_idx";
CREATE UNIQUE INDEX "platform_submission_session_id_key" ON "platform_submission"("session_id");
