import type { Random } from '@lookalike/random';
import type { Stimulus } from '../stimulus.ts';

/**
 * What practice and catch trials are made of: one stimulus of each target, no picture twice, in random order, targets that the session shows last.
 * Conditions may show a target at sizes of their own, so it is always the same condition's, whatever the order of the stimuli.
 */
export function knownTargets({ stimuli, avoid, rng }: { readonly stimuli: readonly Stimulus[]; readonly avoid: ReadonlySet<string>; readonly rng: Random }): readonly Stimulus[] {
  const byTarget = new Map<string, Stimulus>();
  for (const stimulus of stimuli) {
    const known = byTarget.get(stimulus.targetId);
    if (known === undefined || isBetter(stimulus, known)) byTarget.set(stimulus.targetId, stimulus);
  }
  const byHash = new Map([...byTarget.values()].sort((a, b) => (a.targetId < b.targetId ? -1 : 1)).map((stimulus) => [stimulus.targetHash, stimulus]));
  const order = rng.shuffled([...byHash.values()]);
  return [...order.filter(({ targetId }) => !avoid.has(targetId)), ...order.filter(({ targetId }) => avoid.has(targetId))];
}

/** One that has its original before one that has not; else the condition with the lower id. */
function isBetter(stimulus: Stimulus, known: Stimulus): boolean {
  const hasOriginal = stimulus.originalHash !== undefined;
  return hasOriginal === (known.originalHash !== undefined) ? stimulus.conditionId < known.conditionId : hasOriginal;
}
