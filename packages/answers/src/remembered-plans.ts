import { planSession, type FrozenStudy, type PlannedTrial } from '@lookalike/study';

/** The plan of a session by its plan's index. */
export type PlanOf = (planIndex: number) => readonly PlannedTrial[];

/** Sessions are read in the order in which they began, so that those of one plan are near one another; a study may have 100,000. */
const REMEMBERED_PLANS = 256;

/** Plans of one study, each made once as long as it is among the last ones asked for. */
export function rememberedPlans(study: FrozenStudy): PlanOf {
  const plans = new Map<number, readonly PlannedTrial[]>();
  return (planIndex) => {
    const plan = plans.get(planIndex) ?? planSession(study, planIndex);
    plans.delete(planIndex);
    plans.set(planIndex, plan); // Now the newest.
    const oldest = plans.keys().next().value;
    if (plans.size > REMEMBERED_PLANS && oldest !== undefined) plans.delete(oldest);
    return plan;
  };
}
