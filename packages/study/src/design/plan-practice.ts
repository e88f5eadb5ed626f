import { taskOf } from '../tasks/index.ts';
import type { StudyConfiguration } from '../study-configuration.ts';
import type { PlannedTrial } from '../trial.ts';

/**
 * The practice trials of one round: the task shows the same pictures again, in another order and other places, so that a round is not passed by
 * remembering. Trial indices are the same in every round.
 * @param plan what `planSession` gave. @param round from 0.
 */
export function planPracticeRound(configuration: Pick<StudyConfiguration, 'task'>, plan: readonly PlannedTrial[], round: number): readonly PlannedTrial[] {
  const practice = plan.filter(({ phase }) => phase === 'practice');
  if (round === 0) return practice;
  return (taskOf(configuration).practiceRound(practice, round) as readonly PlannedTrial[]).map((trial, index) => ({ ...trial, trialIndex: index, round }));
}
