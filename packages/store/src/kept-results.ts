import { hashOfJson } from '@lookalike/content-address';
import type { Database } from './store.ts';

/** Which result: one is kept for each. */
export interface ResultQuestion {
  readonly studyId: string;
  /** Of packages/analysis. */
  readonly section: string;
  /** Whose answers, as canonical JSON. */
  readonly settings: string;
}

/** What a section came to. */
export interface KeptResult {
  /** Of the study when its sessions were read, as `resultsRevision` says it. */
  readonly revision: string;
  /** Of the code that computed it. */
  readonly statisticsVersion: string;
  /** JSON, as it was written. */
  readonly result: string;
  readonly computedAt: Date;
  /** From when it was taken up to its end. */
  readonly durationMs: number;
}

const REVISION_LENGTH = 32;
const KEPT = { revision: true, statisticsVersion: true, result: true, computedAt: true, durationMs: true } as const;

export async function findKeptResult(db: Database, question: ResultQuestion): Promise<KeptResult | undefined> {
  return (await db.keptResult.findUnique({ where: { studyId_section_settings: question }, select: KEPT })) ?? undefined;
}

/** Settings of one section of a study of which results are kept: those that were computed last. */
const KEPT_SETTINGS = 20;

/** Keeps a result in the place of the one before. */
export async function keepResult(db: Database, question: ResultQuestion, kept: KeptResult): Promise<void> {
  await db.keptResult.upsert({ where: { studyId_section_settings: question }, create: { ...question, ...kept }, update: kept });
  const { studyId, section } = question;
  const before = await db.keptResult.findMany({ where: { studyId, section }, select: { settings: true }, orderBy: [{ computedAt: 'desc' }, { settings: 'asc' }], skip: KEPT_SETTINGS });
  if (before.length > 0) await db.keptResult.deleteMany({ where: { studyId, section, settings: { in: before.map(({ settings }) => settings) } } });
}

/** Forgets what other versions of the code computed before `before`: nobody has asked this one for it since. Returns how many. */
export async function sweepKeptResults(db: Database, { statisticsVersion, before }: { readonly statisticsVersion: string; readonly before: Date }): Promise<number> {
  return (await db.keptResult.deleteMany({ where: { statisticsVersion: { not: statisticsVersion }, computedAt: { lt: before } } })).count;
}

interface StudyState {
  readonly version: number;
  readonly status: string;
  readonly places: number;
  readonly configurationHash: string;
  readonly stimuliHash: string | null;
  readonly conditions: unknown;
  readonly auditCount: number;
  /** How many there are, and how many changes they had: an answer, an ending and an exclusion by hand count, a sign of life does not. */
  readonly sessions: string;
}

/** Changes with everything that results are computed from; undefined where there is no such study. Reads no stimuli and no answers. */
export async function resultsRevision(db: Database, studyId: string): Promise<string | undefined> {
  const [study] = await db.$queryRaw<StudyState[]>`
    SELECT s."version", s."status"::text, s."places", s."configuration_hash" AS "configurationHash", s."stimuli_hash" AS "stimuliHash",
      (SELECT json_agg(json_build_array(c."condition_id", c."name", c."factors", r."total_count", r."accepted_count", n."name", n."tags") ORDER BY c."position")
        FROM "study_condition" c LEFT JOIN "generation_run" r ON r."id" = c."run_id" LEFT JOIN "network" n ON n."id" = r."network_id"
        WHERE c."study_id" = s."id") AS "conditions",
      (SELECT count(*)::integer FROM "stimulus" WHERE "audit"->>'state' = 'done'
        AND "stimulus_set_id" IN (SELECT "stimulus_set_id" FROM "study_condition" WHERE "study_id" = s."id")) AS "auditCount",
      (SELECT count(*) || '-' || COALESCE(sum("version"), 0) FROM "rater_session" WHERE "study_id" = s."id") AS "sessions"
    FROM "study" s WHERE s."id" = ${studyId}::uuid`;
  return study === undefined ? undefined : hashOfJson(study).slice(0, REVISION_LENGTH);
}
