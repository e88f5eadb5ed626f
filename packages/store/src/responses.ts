import type { ResponseSubmission } from '@lookalike/study';
import type { Response } from './generated/client.ts';
import type { Database, Transaction } from './store.ts';
import type { RaterKind } from './generated/enums.ts';
import { toRecord as toSessionRecord, type RaterSessionRecord } from './rater-sessions.ts';

/** One answer as it was accepted. */
export interface ResponseRecord extends Omit<ResponseSubmission, 'presentedAt'> {
  readonly sessionId: string;
  readonly presentedAt: Date;
  readonly receivedAt: Date;
}

export interface AppendedResponse {
  readonly responseId: string;
  readonly trialIndex: number;
  readonly round: number;
  /** `stored`: new. `repeated`: the same response was there. `conflict`: the trial has another answer, or the id another trial; nothing was stored. */
  readonly outcome: 'stored' | 'repeated' | 'conflict';
}

/**
 * Appends answers to a session that `lockRaterSession` holds. An answer is known by its id, which the browser made:
 * sending it again is harmless, and never overwrites.
 */
export async function appendResponses(tx: Transaction, { sessionId, responses }: { readonly sessionId: string; readonly responses: readonly ResponseSubmission[] }): Promise<readonly AppendedResponse[]> {
  const inserted = await tx.response.createManyAndReturn({
    data: responses.map(({ responseId, presentedAt, ...rest }) => ({ ...rest, id: responseId, sessionId, presentedAt: new Date(presentedAt) })),
    skipDuplicates: true,
    select: { id: true },
  });
  const stored = new Set(inserted.map(({ id }) => id));
  const others = responses.filter(({ responseId }) => !stored.has(responseId.toLowerCase()));
  const known = await tx.response.findMany({ where: { id: { in: others.map(({ responseId }) => responseId) } }, select: { id: true, sessionId: true, trialIndex: true, round: true } });

  const reported = new Set<string>();
  return responses.map(({ responseId, trialIndex, round }) => {
    const id = responseId.toLowerCase(); // As PostgreSQL writes a uuid.
    if (stored.has(id)) {
      const outcome = reported.has(id) ? 'repeated' : 'stored';
      reported.add(id);
      return { responseId, trialIndex, round, outcome };
    }
    const same = known.some((row) => row.id === id && row.sessionId === sessionId && row.trialIndex === trialIndex && row.round === round);
    return { responseId, trialIndex, round, outcome: same ? 'repeated' : 'conflict' };
  });
}

/** All answers of a session in the order in which they were accepted: practice by rounds, then the trials. */
export async function listResponses(db: Database, sessionId: string): Promise<readonly ResponseRecord[]> {
  return (await db.response.findMany({ where: { sessionId }, orderBy: [{ receivedAt: 'asc' }, { round: 'asc' }, { trialIndex: 'asc' }] })).map(toRecord);
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
      include: { responses: { orderBy: [{ receivedAt: 'asc' }, { round: 'asc' }, { trialIndex: 'asc' }] } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: pageSize,
    });
    for (const { responses, ...session } of page) yield { session: toSessionRecord(session), responses: responses.map(toRecord) };
    last = page.at(-1);
    if (page.length < pageSize) return;
  }
}

function toRecord({ id, chosenSide, inputType, ...row }: Response): ResponseRecord {
  return {
    ...row,
    responseId: id,
    // The table's check constraint admits nothing else.
    chosenSide: chosenSide as ResponseSubmission['chosenSide'],
    inputType: inputType as ResponseSubmission['inputType'],
  };
}
