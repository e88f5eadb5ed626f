import { setImmediate } from 'node:timers/promises';

/** After so many plans whatever else waits has its turn: a large study has thousands of them, and each takes milliseconds. */
const plansAtOnce = 4;

/**
 * Makes the plans of a study one after another, while the server goes on answering others.
 * @param plan makes one, or throws
 * @returns the first that cannot be made, and why; undefined where all can
 */
export async function tryPlans({ count, plan }: { readonly count: number; readonly plan: (planIndex: number) => void }): Promise<{ readonly planIndex: number; readonly error: unknown } | undefined> {
  for (let planIndex = 0; planIndex < count; planIndex++) {
    if (planIndex > 0 && planIndex % plansAtOnce === 0) await setImmediate();
    try {
      plan(planIndex);
    } catch (error) {
      return { planIndex, error };
    }
  }
  return undefined;
}
