import type { PresentedTrial, ResponseSubmission } from '@lookalike/study';
import type { RaterSessionView } from '../api/views.ts';

/** Names a trial within a session: practice repeats, so the index alone does not. */
export type TrialKey = `${number}/${number}`;

export function trialKey({ trialIndex, round }: { readonly trialIndex: number; readonly round: number }): TrialKey {
  return `${trialIndex}/${round}`;
}

/**
 * Answers given here that the server has not acknowledged yet, over the server's view of the session. A value:
 * every change makes a new one. The server's view is the truth; the outbox only adds what has yet to reach it.
 */
export interface Outbox {
  /** Trials in the order in which they are to be answered, as the server last gave them: a round of practice, or whole blocks. */
  readonly trials: readonly PresentedTrial[];
  readonly totals: Totals;
  /** What the server has. */
  readonly answered: ReadonlySet<TrialKey>;
  /** Waiting to be sent, in the order given. */
  readonly waiting: readonly ResponseSubmission[];
}

/** Of the whole session, of which only some trials are here. */
export interface Totals {
  readonly practiceCount: number;
  readonly mainCount: number;
  readonly blockCount: number;
}

export const emptyOutbox: Outbox = { trials: [], totals: { practiceCount: 0, mainCount: 0, blockCount: 0 }, answered: new Set(), waiting: [] };

/** What of the server's view the outbox takes over. */
export interface ServerView extends Pick<RaterSessionView, 'blockCount'> {
  readonly trials: readonly PresentedTrial[];
  readonly answered: readonly Pick<PresentedTrial, 'trialIndex' | 'round'>[];
  readonly progress: Pick<RaterSessionView['progress'], 'total'>;
  readonly practice: Pick<RaterSessionView['practice'], 'trialCount'>;
}

/**
 * Takes over the server's view. Answers that the server has, from here or from another window, no longer wait; nor do
 * answers to trials that it does not ask for (an earlier round of practice), which it could never accept.
 */
export function withServerView(outbox: Outbox, { trials, answered, progress, practice: { trialCount: practiceCount }, blockCount }: ServerView): Outbox {
  const known = new Set(answered.map(trialKey));
  const totals = { practiceCount, mainCount: progress.total - practiceCount, blockCount };
  const open = new Set(trials.map(trialKey).filter((key) => !known.has(key)));
  return { trials, totals, answered: known, waiting: outbox.waiting.filter((response) => open.has(trialKey(response))) };
}

/** Adds an answer. A trial is answered once: a second answer to it, such as a double click's, changes nothing. */
export function withAnswer(outbox: Outbox, response: ResponseSubmission): Outbox {
  const key = trialKey(response);
  if (outbox.answered.has(key) || outbox.waiting.some((other) => trialKey(other) === key)) return outbox;
  return { ...outbox, waiting: [...outbox.waiting, response] };
}

/** Marks what the server says it has accepted. */
export function withAccepted(outbox: Outbox, accepted: readonly { readonly responseId: string; readonly trialIndex: number; readonly round: number }[]): Outbox {
  const ids = new Set(accepted.map(({ responseId }) => responseId));
  return {
    ...outbox,
    answered: new Set([...outbox.answered, ...accepted.map(trialKey)]),
    waiting: outbox.waiting.filter(({ responseId }) => !ids.has(responseId)),
  };
}

/** The first trial without an answer, here or on the server; `undefined` when all are answered. */
export function nextTrial({ trials, answered, waiting }: Outbox): PresentedTrial | undefined {
  const here = new Set(waiting.map(trialKey));
  return trials.find((trial) => !answered.has(trialKey(trial)) && !here.has(trialKey(trial)));
}

/** What one request holds: the server takes 50 answers, and 32 kB. Characters outside of ASCII, as in comments, have up to three bytes. */
const most = { answers: 50, characters: 10_000 } as const;

/**
 * What can be sent now: the leading run of answers in the order of the trials, as many as one request holds. Answers behind a gap
 * stay: the server takes them in order only, and the gap's trial is presented again first.
 */
export function nextBatch({ trials, answered, waiting }: Outbox): readonly ResponseSubmission[] {
  const here = new Map(waiting.map((response) => [trialKey(response), response]));
  const batch: ResponseSubmission[] = [];
  let characters = 0;
  for (const trial of trials) {
    if (answered.has(trialKey(trial))) continue;
    const response = here.get(trialKey(trial));
    if (response === undefined || batch.length === most.answers) break;
    characters += JSON.stringify(response).length;
    if (batch.length > 0 && characters > most.characters) break;
    batch.push(response);
  }
  return batch;
}

/** Main trials answered, here or on the server, and main trials in all. */
export function mainProgress({ totals: { practiceCount, mainCount }, answered, waiting }: Outbox): { readonly answered: number; readonly total: number } {
  const all = new Set([...answered, ...waiting.map(trialKey)]);
  return { answered: [...all].filter((key) => Number.parseInt(key, 10) >= practiceCount).length, total: mainCount };
}

/** Whether the block that is being answered is the last one here, and not the last one: the server hands over the next as soon as it has all before. */
export function wantsMore(outbox: Outbox): boolean {
  const [next, last] = [nextTrial(outbox), outbox.trials.at(-1)];
  return next?.phase === 'main' && next.blockIndex === last?.blockIndex && next.blockIndex < outbox.totals.blockCount;
}
