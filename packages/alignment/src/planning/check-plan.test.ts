import { createRandom } from '@lookalike/random';
import { expect, it } from 'vitest';
import type { TrialPlan } from '../simulation/simulated-answers.ts';
import { checkPlan } from './check-plan.ts';
import { componentsPresets, type VarianceComponents } from './variance-components.ts';
import { achievedIn, type Wanted } from './wanted.ts';

/** As the planner's windows: raters one after another, wrapping around; each condition the same targets. */
function plansOf({ raters, targets, perRater, conditions }: { readonly raters: number; readonly targets: number; readonly perRater: number; readonly conditions: number }): TrialPlan[] {
  return Array.from({ length: raters }, (_, rater) => Array.from({ length: conditions }, (__, condition) => Array.from({ length: perRater }, (___, offset) => ({ condition, target: (rater * perRater + offset) % targets }))).flat());
}

const [alike, usual, different] = componentsPresets as unknown as readonly [VarianceComponents, VarianceComponents, VarianceComponents];
const settings: readonly { readonly name: string; readonly wanted: Wanted; readonly components: VarianceComponents; readonly raters: number; readonly targets: number; readonly perRater: number; readonly tolerance?: number }[] = [
  { name: 'width, usual', wanted: { kind: 'width', score: 0.3, width: 0.15 }, components: usual, raters: 30, targets: 40, perRater: 16 },
  { name: 'width near 0', wanted: { kind: 'width', score: 0.02, width: 0.05 }, components: usual, raters: 30, targets: 40, perRater: 16 },
  { name: 'width at 0', wanted: { kind: 'width', score: 0, width: 0.05 }, components: usual, raters: 30, targets: 40, perRater: 16 },
  { name: 'width, few raters who differ', wanted: { kind: 'width', score: 0.5, width: 0.3 }, components: different, raters: 10, targets: 60, perRater: 20 },
  { name: 'difference, alike', wanted: { kind: 'difference', score: 0.3, otherScore: 0.2, power: 0.8 }, components: alike, raters: 24, targets: 50, perRater: 16 },
  { name: 'difference, different', wanted: { kind: 'difference', score: 0.6, otherScore: 0.45, power: 0.8 }, components: different, raters: 30, targets: 100, perRater: 16 },
  { name: 'difference with much in common', wanted: { kind: 'difference', score: 0.5, otherScore: 0.6, power: 0.8 }, components: { raterSd: 0.8, targetSd: 1.2, raterOwnShare: 0.2, targetOwnShare: 0.1 }, raters: 20, targets: 60, perRater: 16 },
  { name: 'equivalence near 0', tolerance: 0.04, wanted: { kind: 'equivalence', score: 0.02, otherScore: 0.02, margin: 0.05, power: 0.8 }, components: usual, raters: 14, targets: 40, perRater: 12 },
  { name: 'equivalence at the other end', wanted: { kind: 'equivalence', score: 0.99, otherScore: 0.99, margin: 0.03, power: 0.8 }, components: usual, raters: 24, targets: 60, perRater: 16 },
  { name: 'difference from a score of 0', wanted: { kind: 'difference', score: 0.06, otherScore: 0, power: 0.8 }, components: usual, raters: 10, targets: 40, perRater: 10 },
  { name: 'chance', wanted: { kind: 'chance', score: 0.58, chance: 0.5, power: 0.8 }, components: usual, raters: 24, targets: 80, perRater: 16 },
];

it.each(settings)('simulated studies achieve what the closed form says: $name', ({ name, tolerance = 0.02, wanted, components, raters, targets, perRater }) => {
  const conditions = wanted.kind === 'difference' || wanted.kind === 'equivalence' ? 2 : 1;
  const samples = [...checkPlan({ plans: plansOf({ raters, targets, perRater, conditions }), targetCount: targets, wanted, components, stopping: false, samples: 300, rng: createRandom(name) })];
  const simulated = samples.at(-1)!;
  const planned = achievedIn(wanted, components)({ raters, targets, perRater, sharesTargets: true, conditionCount: conditions });
  expect(simulated.samples).toBe(300);
  if (planned.measure === 'width') expect(simulated.value / planned.value).toSatisfy((ratio: number) => ratio > 0.9 && ratio < 1.1);
  else expect(Math.abs(simulated.value - planned.value)).toBeLessThan(tolerance + 2.5 * simulated.standardError);
  expect(simulated.coverage).toBeGreaterThan(0.85);
});

it('the same seed gives the same numbers, one after another', () => {
  const request = { plans: plansOf({ raters: 6, targets: 12, perRater: 6, conditions: 1 }), targetCount: 12, wanted: { kind: 'width', score: 0.4, width: 0.2 }, components: usual, stopping: true, samples: 5 } as const;
  const run = () => [...checkPlan({ ...request, rng: createRandom('again') })];
  expect(run()).toEqual(run());
  expect(run().map(({ samples }) => samples)).toEqual([1, 2, 3, 4, 5]);
});
