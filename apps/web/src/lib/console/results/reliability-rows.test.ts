import { expect, it } from 'vitest';
import { agreementDomain, difficultyTable, missingReasons, reliabilityRows } from './reliability-rows.ts';
import type { ReliabilityResult } from './results-view.ts';

const condition = (name: string, alpha: number | null, lower = 0): ReliabilityResult['conditions'][number] => ({
  condition: { id: name, name, reference: null, factors: {} },
  agreement: { alpha, interval: alpha === null ? null : { lower, upper: 0.9, level: 0.95, method: 'bootstrap' }, method: 'α', n: { units: 4, raters: 3, ratings: 12 }, excluded: 0 },
  splitHalf: { value: 0.8, reason: null }, ceiling: { value: null, reason: { code: 'few_raters', text: 'Too few raters.' } },
  difficulty: { targets: alpha === null ? 0 : 4, ratersOfTarget: 3, counts: [1, 0, 0, 0, 0, 3, 0, 0, 0, 0] }, method: 'm', excluded: 2,
});

it('what is not defined says why', () => {
  const [first, second] = reliabilityRows([condition('a', -0.12, -0.34), condition('b', null)]);
  expect(first!.cells.slice(0, 3)).toEqual([{ text: '−0.12', note: '[−0.34, 0.90]' }, { text: '0.80' }, { text: '–' }]);
  expect(second!.cells[0]).toEqual({ text: '–', note: 'all ratings are the same, or no stimulus has two' });
});

it('a reason that all conditions have is said once', () => {
  expect(missingReasons([condition('a', 0.5), condition('b', 0.5)])).toEqual([{ name: 'all conditions', text: 'Too few raters.' }]);
  expect(missingReasons([condition('a', 0.5), { ...condition('b', 0.5), ceiling: { value: 0.4, reason: null } }])).toEqual([{ name: 'a', text: 'Too few raters.' }]);
});

it('the axis of α reaches below 0 where α does', () => {
  expect(agreementDomain([condition('a', -0.12, -0.34)])).toEqual([-0.4, 1]);
  expect(agreementDomain([condition('a', 0.5, 0.2)])).toEqual([0, 1]);
});

it('difficulty is in parts of the targets, without conditions that have none', () => {
  expect(difficultyTable([condition('a', 0.5), condition('b', null)])).toMatchObject({ rows: ['a'], shares: [[0.25, 0, 0, 0, 0, 0.75, 0, 0, 0, 0]] });
});
