import type { ScoredTrial } from '@lookalike/alignment';
import type { Item } from '@lookalike/study';
import type { JudgedSession, JudgedTrial } from './judge-session.ts';

/** Answered trials of the main phase: practice says nothing. */
export function mainTrials({ trials }: Pick<JudgedSession, 'trials'>): readonly JudgedTrial[] {
  return trials.filter(({ trial }) => trial.phase === 'main');
}

/** What was said of IRIs of one condition, in scored trials of the main phase and in time. */
export function itemsOf({ trials }: Pick<JudgedSession, 'trials'>, conditionId: string): readonly (Item & { readonly outcome: number })[] {
  return mainTrials({ trials }).flatMap(({ trial, items }) =>
    trial.role !== 'scored' ? [] : items.flatMap((item) => (item.conditionId !== conditionId || item.outcome === undefined ? [] : [{ ...item, outcome: item.outcome }])));
}

/** What the scores of a condition are computed from: catch trials say something about the rater, not about the condition. */
export function scoredItems(sessions: readonly Pick<JudgedSession, 'session' | 'trials'>[], conditionId: string): readonly ScoredTrial[] {
  return sessions.flatMap((judged) => itemsOf(judged, conditionId).map(({ targetId, outcome }) => ({ raterId: judged.session.participantId, targetId, outcome })));
}
