import type { ReceivedAnswer, ResponseSubmission, SessionDigest } from '@lookalike/study';
import type { Prisma, Response } from './generated/client.ts';
import type { Database } from './store.ts';
import type { RaterKind } from './generated/enums.ts';
import { givesPlaceBack, toRecord as toSessionRecord, type RaterSessionRecord } from './rater-sessions.ts';
import { flagsOf } from './session-digests.ts';
import { isUniqueViolation } from './unique-violation.ts';

/** One answer as it was accepted. */
export interface ResponseRecord extends ResponseSubmission {
  readonly sessionId: string;
  readonly receivedAt: Date;
}

export interface Append {
  readonly sessionId: string;
  /** Of the session as it was read: what these answers follow on. */
  readonly version: number;
  readonly state: RaterSessionRecord['state'];
  /** How the session ended with these answers; undefined where it goes on. */
  readonly ending: RaterSessionRecord['ending'];
  readonly seenAt: Date;
  /** Of the session with these answers. */
  readonly digest: SessionDigest;
  /** None of them stored yet; response ids in lower case. */
  readonly responses: readonly ReceivedAnswer[];
}

/**
 * Appends answers to a session and moves it on, in one statement: both happen, or neither.
 * @returns `appended`; `stale` where the session has changed since it was read: read it again; `conflict` where an answer's id belongs to
 * another session's answer. Nothing was stored unless `appended`.
 */
export async function appendResponses(db: Database, { sessionId, version, state, ending, seenAt, digest, responses }: Append): Promise<'appended' | 'stale' | 'conflict'> {
  const rows = JSON.stringify(responses.map(toRow));
  try {
    const [{ moved } = { moved: 0 }] = await db.$queryRaw<{ moved: number }[]>`
      WITH "held" AS (
        UPDATE "rater_session"
        SET "version" = "version" + 1, "state" = ${state}::"rater_session_state", "ending" = ${ending ?? null}, "ended_at" = CASE WHEN ${ending ?? null}::text IS NULL THEN NULL WHEN "ending" = ${ending ?? null} THEN "ended_at" ELSE ${seenAt} END, "place_released_at" = CASE WHEN ${givesPlaceBack(ending)} THEN COALESCE("place_released_at", ${seenAt}) ELSE "place_released_at" END,
          "digest" = ${JSON.stringify(digest)}::jsonb, "flags" = ${JSON.stringify(flagsOf(digest))}::jsonb, "last_seen_at" = ${seenAt}, "started_at" = COALESCE("started_at", ${seenAt})
        WHERE "id" = ${sessionId}::uuid AND "version" = ${version}
        RETURNING "id"
      ), "stored" AS (
        INSERT INTO "response" ("id", "session_id", "trial_index", "round", "answer", "response_time_ms", "presented_at", "focus_loss_count", "viewport_width_px",
          "viewport_height_px", "device_pixel_ratio", "input_type", "image_load_ms", "presentation_count", "is_trusted", "shown_size_css_px", "device_px_per_image_px",
          "zoom", "frame_ms", "lead_planned_ms", "lead_shown_ms", "query_planned_ms", "query_shown_ms", "mask_planned_ms", "mask_shown_ms", "confidence",
          "confidence_time_ms", "comment", "unreleased_key_count", "received_at")
        SELECT r."id", "held"."id", r."trial_index", r."round", r."answer", r."response_time_ms", r."presented_at", r."focus_loss_count", r."viewport_width_px",
          r."viewport_height_px", r."device_pixel_ratio", r."input_type", r."image_load_ms", r."presentation_count", r."is_trusted", r."shown_size_css_px",
          r."device_px_per_image_px", r."zoom", r."frame_ms", r."lead_planned_ms", r."lead_shown_ms", r."query_planned_ms", r."query_shown_ms", r."mask_planned_ms",
          r."mask_shown_ms", r."confidence", r."confidence_time_ms", r."comment", r."unreleased_key_count", ${seenAt}
        FROM "held", jsonb_populate_recordset(NULL::"response", ${rows}::jsonb) r
      )
      SELECT count(*)::integer AS "moved" FROM "held"`;
    return moved === 1 ? 'appended' : 'stale';
  } catch (error) {
    if (isUniqueViolation(error)) return 'conflict';
    throw error;
  }
}

/** The columns by their names in the database, as `jsonb_populate_recordset` wants them. What a submission does not say is left empty. */
function toRow({ responseId, answer, receivedAt: _, ...measured }: ReceivedAnswer): Record<string, unknown> {
  return { id: responseId, ...(answer === null ? {} : { answer }), ...Object.fromEntries(Object.entries(measured).map(([name, value]) => [inSnakeCase(name), value])) };
}

function inSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const IN_ORDER = [{ receivedAt: 'asc' }, { round: 'asc' }, { trialIndex: 'asc' }] as const satisfies Prisma.ResponseOrderByWithRelationInput[];

/** All answers of a session in the order in which they were accepted: practice by rounds, then the trials. */
export async function listResponses(db: Database, sessionId: string): Promise<readonly ResponseRecord[]> {
  return (await db.response.findMany({ where: { sessionId }, orderBy: [...IN_ORDER] })).map(toRecord);
}

export interface SessionWithResponses {
  readonly session: RaterSessionRecord;
  readonly responses: readonly ResponseRecord[];
}

/** Sessions read at once: some thousand answers, whatever the study's size. */
const PAGE_SIZE = 25;

/**
 * Reads a whole study's sessions with their answers, oldest first, holding one page at a time. Sessions that begin
 * meanwhile may or may not be in it; none is left out or given twice.
 */
export async function* streamSessions(
  db: Database,
  { studyId, kinds, pageSize = PAGE_SIZE }: { readonly studyId: string; readonly kinds?: readonly RaterKind[]; readonly pageSize?: number },
): AsyncGenerator<SessionWithResponses, void, undefined> {
  let last: { readonly createdAt: Date; readonly id: string } | undefined;
  for (;;) {
    const after = last === undefined ? {} : { OR: [{ createdAt: { gt: last.createdAt } }, { createdAt: last.createdAt, id: { gt: last.id } }] };
    const page = await db.raterSession.findMany({
      where: { studyId, ...(kinds === undefined ? {} : { kind: { in: [...kinds] } }), ...after },
      include: { responses: { orderBy: [...IN_ORDER] } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: pageSize,
    });
    for (const { responses, ...session } of page) yield { session: toSessionRecord(session), responses: responses.map(toRecord) };
    last = page.at(-1);
    if (page.length < pageSize) return;
  }
}

function toRecord({ id, presentedAt, answer, sessionId, receivedAt, ...row }: Response): ResponseRecord {
  const shown = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return {
    // The table's check constraints and the submission's schema admitted nothing else; absent measurements are left out.
    ...(shown as Omit<ResponseSubmission, 'responseId' | 'presentedAt' | 'answer'>),
    responseId: id,
    answer: answer as ResponseSubmission['answer'],
    presentedAt: presentedAt.toISOString(),
    sessionId,
    receivedAt,
  };
}
