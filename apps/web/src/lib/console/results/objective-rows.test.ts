import { expect, it } from 'vitest';
import { commonName, correlationRows, rankedNetworks } from './objective-rows.ts';
import type { ObjectivesResult } from './results-view.ts';

const condition = (name: string) => ({ id: name, name, reference: null, factors: {} });
const interval = { lower: 0, upper: 1, level: 0.95, method: 'm' };
const ranking = (objective: string, scores: Readonly<Record<string, number>>): ObjectivesResult['rankings'][number] => ({
  objective,
  ranking: { reason: null, value: { randomSeed: 's', scores: Object.entries(scores).map(([name, estimate]) => ({ condition: condition(name), estimate, interval, n: { trials: 1, raters: 1, targets: 1 }, rankShares: [1] })) } },
});
const pairs = (...names: readonly (readonly [string, string])[]) => names.map(([first, second]) => ({ first: condition(first), second: condition(second) }));
const reason = { code: 'few_networks', text: '2 networks have answers under both objectives.' };
const result: ObjectivesResult = {
  rankings: [ranking('free', { 'A, free': 0.9, 'alone, free': 0.8, 'B, free': 0.2 }), ranking('human', { 'B, human': 0.5, 'A, human': 0.5 })],
  correlations: [{ first: 'free', second: 'human', networks: pairs(['A, free', 'A, human'], ['B, free', 'B, human']), correlation: { value: null, reason } }],
};

it('networks are ranked among those that both objectives have, and ties share their ranks', () => {
  expect(rankedNetworks(result)).toEqual({ objectives: ['free', 'human'], networks: [{ label: 'A', ranks: [1, 1.5] }, { label: 'B', ranks: [2, 1.5] }] });
});

it('a correlation that data do not give says why', () => {
  expect(correlationRows(result.correlations)[0]!.cells.map(({ text, note }) => note ?? text)).toEqual([reason.text, '–', '2', '–']);
});

it('a network is called what its conditions have in common', () => {
  expect(commonName(['ResNet-50, human-leaning', 'ResNet-50, adversarial'])).toBe('ResNet-50');
  expect(commonName(['adversarial robust net', 'human robust net'])).toBe('robust net');
  expect(commonName(['one', 'two'])).toBe('one');
});
