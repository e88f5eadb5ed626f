import { componentsPresets } from '@lookalike/alignment';
import { expect, it } from 'vitest';
import { planFigure } from './plan-figure.ts';
import { achievedBy } from './sample-plan.ts';

const request = { wanted: { kind: 'width', score: 0.3, width: 0.15 }, components: componentsPresets[1]!, perRater: 16, sharesTargets: true, conditionCount: 2 } as const;

it('the chosen design lies where its curve goes', () => {
  const { data, description } = planFigure({ ...request, widthPx: 640, targetCounts: [50, 100], chosen: { raters: 100, targets: 100 } });
  const achieved = achievedBy({ wanted: request.wanted, components: request.components, design: { ...request, raters: 100, targets: 100 } });
  expect(description).toContain('100 raters, 100 targets');
  const of100 = data.rows.filter(([curve]) => curve === '100 targets') as [string, number, number][];
  const [before, after] = [of100.findLast(([, raters]) => raters <= 100)!, of100.find(([, raters]) => raters >= 100)!];
  expect(before[2]).toBeGreaterThanOrEqual(achieved.value);
  expect(after[2]).toBeLessThanOrEqual(achieved.value);
});

it('power goes up with raters, from 0 to 1', () => {
  const { data } = planFigure({ ...request, wanted: { kind: 'difference', score: 0.4, otherScore: 0.2, power: 0.8 }, widthPx: 640, targetCounts: [200] });
  const powers = data.rows.map(([, , power]) => power as number);
  expect(powers[0]).toBeLessThan(0.5);
  expect(powers.at(-1)).toBeGreaterThan(0.99);
});
