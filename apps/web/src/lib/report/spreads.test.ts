import { expect, it } from 'vitest';
import type { RunReport } from '../api/views.ts';
import { quantileName, spreadCharts } from './spreads.ts';

const distribution = (...quantiles: number[]) => ({ count: 4, quantiles });
const nothing: RunReport['summary'] = { counts: { accepted: 0, rejected: {}, failed: {} }, probabilities: [0, 0.5, 1], perceptualDistances: [] };

it('what no IRI has a number for has no chart', () => {
  expect(spreadCharts({ summary: nothing, layers: [] })).toEqual([]);
  expect(spreadCharts({ summary: { ...nothing, stepCount: distribution(1, 2, 3) }, layers: [] }).map(({ title }) => title)).toEqual(['Steps']);
});

it('time is shown in seconds', () => {
  const [chart] = spreadCharts({ summary: { ...nothing, durationMs: distribution(500, 1500, 12_000) }, layers: [] });
  expect(chart?.rows[0]?.distribution.quantiles).toEqual([0.5, 1.5, 12]);
  expect([1.5, 12].map((value) => chart?.format(value))).toEqual(['1.50 s', '12 s']);
});

it('every layer and every measure has rows of its own', () => {
  const charts = spreadCharts({
    summary: { ...nothing, perceptualDistances: [{ measure: 'nlpd', toTarget: distribution(1), toSeed: distribution(2) }] },
    layers: [{ layer: 'pool', pearson: distribution(1), spearman: distribution(1) }, { layer: 'flat' }, { layer: 'conv1', pearson: distribution(0) }],
  });
  expect(charts.map(({ rows }) => rows.map(({ label }) => label))).toEqual([
    ['NLPD to the target', 'NLPD to the seed'],
    ['pool: Pearson’s r', 'pool: Spearman’s ρ', 'conv1: Pearson’s r'],
  ]);
});

it('quantiles have names', () => {
  expect([0, 0.05, 0.25, 0.5, 0.95, 1].map(quantileName)).toEqual(['Least', '5 %', '25 %', 'Median', '95 %', 'Greatest']);
});
