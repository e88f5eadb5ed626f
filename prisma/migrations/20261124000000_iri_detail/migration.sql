-- What the audit knows of an IRI beyond the numbers that decide; earlier IRIs have none.
ALTER TABLE "iri" ADD COLUMN "detail" JSONB;
