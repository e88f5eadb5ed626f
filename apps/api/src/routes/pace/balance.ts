import type { FrozenStudy, PlannedTrial } from '@lookalike/study';

export interface ConditionBalance {
  readonly conditionId: string;
  readonly name: string;
  readonly answerCount: number;
  /** Of the stimulus with the fewest answers, and of the one with the most. */
  readonly fewest: number;
  readonly most: number;
}

/** Which stimuli one plan asks about, once for each scored answer. */
export function askedIn(plan: readonly PlannedTrial[]): readonly string[] {
  return plan.filter(({ phase, role }) => phase === 'main' && role === 'scored').flatMap(({ items }) => items.flatMap(({ iriId }) => (iriId === undefined ? [] : [iriId])));
}

/** How evenly the answers of completed sessions lie on conditions and their stimuli. @param asked by session, as `askedIn` says */
export function balanceOf({ conditions, stimuli }: Pick<FrozenStudy, 'conditions' | 'stimuli'>, asked: readonly (readonly string[])[]): readonly ConditionBalance[] {
  const counts = new Map<string, number>();
  for (const iriId of asked.flat()) counts.set(iriId, (counts.get(iriId) ?? 0) + 1);
  return conditions.map(({ conditionId, name }) => {
    const answers = stimuli.filter((stimulus) => stimulus.conditionId === conditionId).map(({ iriId }) => counts.get(iriId) ?? 0);
    return { conditionId, name, answerCount: answers.reduce((sum, count) => sum + count, 0), fewest: answers.length === 0 ? 0 : Math.min(...answers), most: Math.max(0, ...answers) };
  });
}
