import type { PresentedTrial } from '@lookalike/study';
import type { Ending } from '@lookalike/recruiting';
import type { RaterSessionView } from '../api/views.ts';
import { mainProgress, nextTrial, trialKey, type Outbox, type TrialKey } from './outbox.ts';

/** What a rater sees. */
export type Stage =
  | { readonly kind: 'consent' }
  /** Pictures are to have their size in millimetres, and this screen's are not known. */
  | { readonly kind: 'calibration' }
  | { readonly kind: 'instructions' }
  | { readonly kind: 'interlude'; readonly interlude: 'practice-again' | 'practice-passed' | 'break'; readonly before: TrialKey }
  | { readonly kind: 'trial'; readonly trial: PresentedTrial }
  /** Everything that can be answered now is; the server must have it before there is more. */
  | { readonly kind: 'saving'; readonly then: 'more-trials' | 'completion' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'ended'; readonly ending: Ending };

/** What the rater has seen in this window, besides the server's state. */
export interface Seen {
  readonly instructions: boolean;
  /** The screen was held to a bank card, now or before a reload. */
  readonly card: boolean;
  /** Trials before which a break or another interlude was taken. */
  readonly interludes: ReadonlySet<TrialKey>;
}

export const nothingSeen: Seen = { instructions: false, card: false, interludes: new Set() };

export function withInterlude(seen: Seen, before: TrialKey): Seen {
  return { ...seen, interludes: new Set([...seen.interludes, before]) };
}

/** The stage as a function of the server's state, the outbox and what was seen; so a reload leads back to the same. */
export function stageOf(view: RaterSessionView, outbox: Outbox, seen: Seen): Stage {
  const { state } = view;
  if (state === 'completed') return { kind: 'completed' };
  // Away for too long is an end only where the server says that it is one.
  if (view.wayOut !== undefined) return { kind: 'ended', ending: view.wayOut.ending };
  if (state === 'no_consent' || state === 'withdrawn' || state === 'screened_out') return { kind: 'ended', ending: state };
  if (state === 'all_acknowledged') return { kind: 'saving', then: 'completion' };
  if (state === 'assigned' || outbox.trials.length === 0) return { kind: 'consent' };

  const next = nextTrial(outbox);
  if (next === undefined) return { kind: 'saving', then: isAllAnswered(outbox) ? 'completion' : 'more-trials' };
  if (view.presentation.sizeUnit === 'mm' && !seen.card) return { kind: 'calibration' };
  const nothingAnswered = outbox.answered.size === 0 && outbox.waiting.length === 0;
  if (nothingAnswered && !seen.instructions) return { kind: 'instructions' };

  const before = trialKey(next);
  const interlude = seen.interludes.has(before) ? undefined : interludeBefore(next, outbox, view.practice.required);
  return interlude === undefined ? { kind: 'trial', trial: next } : { kind: 'interlude', interlude, before };
}

function isAllAnswered(outbox: Outbox): boolean {
  const { answered, total } = mainProgress(outbox);
  return answered >= total;
}

function interludeBefore(next: PresentedTrial, { trials, totals }: Outbox, hasPractice: boolean): 'practice-again' | 'practice-passed' | 'break' | undefined {
  if (next.phase === 'practice') return next.round > 0 && next.trialIndex === 0 ? 'practice-again' : undefined;
  if (next.trialIndex === totals.practiceCount) return hasPractice ? 'practice-passed' : undefined;
  // Blocks are here as a whole: the first of this block here is its first.
  return trials.find(({ phase, blockIndex }) => phase === 'main' && blockIndex === next.blockIndex) === next ? 'break' : undefined;
}

/** Correct answers in a round of practice, as far as the server has judged them. */
export function practiceScore(view: RaterSessionView, round: number): { readonly correct: number; readonly answered: number } {
  const answers = view.practice.feedback.filter((feedback) => feedback.round === round);
  return { correct: answers.filter(({ correct }) => correct).length, answered: answers.length };
}

/** Where a rater stands in the main phase, for the progress bar and breaks. Blocks count from 1. */
export function blockPosition(outbox: Outbox): { readonly block: number; readonly blockCount: number; readonly answered: number; readonly total: number } {
  const { blockCount } = outbox.totals;
  const next = nextTrial(outbox);
  return { block: next?.phase === 'main' ? next.blockIndex : blockCount, blockCount, ...mainProgress(outbox) };
}
