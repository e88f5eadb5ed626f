-- Images of a run that have no IRI, and why. Earlier runs told of them in their remark only.
CREATE TABLE "failed_iri" (
    "run_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "step_count" INTEGER NOT NULL,
    "last_finite_distance" DOUBLE PRECISION,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "failed_iri_pkey" PRIMARY KEY ("run_id", "target_id")
);
CREATE INDEX "failed_iri_target_id_idx" ON "failed_iri"("target_id");
ALTER TABLE "failed_iri" ADD CONSTRAINT "failed_iri_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "generation_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "failed_iri" ADD CONSTRAINT "failed_iri_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "image"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
