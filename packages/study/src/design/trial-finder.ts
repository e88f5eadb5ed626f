import type { StudyConfiguration } from '../study-configuration.ts';
import type { PlannedTrial, TrialPlace } from '../trial.ts';
import { planPracticeRound } from './plan-practice.ts';

/**
 * Finds the trial that a session shows somewhere; undefined where there is none. Later rounds of practice have the same
 * pictures in another order, and are made once; the plan itself holds round 0.
 * @param plan what `planSession` gave
 */
export function trialFinder(configuration: Pick<StudyConfiguration, 'task'>, plan: readonly PlannedTrial[]): (place: Pick<TrialPlace, 'trialIndex' | 'round'>) => PlannedTrial | undefined {
  const practiceCount = plan.filter(({ phase }) => phase === 'practice').length;
  const rounds = new Map<number, readonly PlannedTrial[]>();
  return ({ trialIndex, round }) => {
    if (trialIndex >= practiceCount) return plan[trialIndex];
    const trials = rounds.get(round) ?? planPracticeRound(configuration, plan, round);
    rounds.set(round, trials);
    return trials[trialIndex];
  };
}
