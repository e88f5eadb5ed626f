import { expect, it } from 'vitest';
import { coefficientRows, contrastRows, interactionRows, testRows } from './model-rows.ts';
import type { ModelResult } from './results-view.ts';

type Value = NonNullable<ModelResult['model']['value']>;
const interval = { lower: -1.5, upper: 0.2, level: 0.95, method: 'Wald' };
const logOdds = (p: number) => ({ estimate: -0.7, standardError: 0.31, interval, p });
const reason = { code: 'has_prior', text: 'A model with a prior has no likelihood to compare.' };
const value: Value = {
  main: { formula: '', rows: 64_000, coefficients: [{ name: '(Intercept)', ...logOdds(0.02) }], random: [], logLikelihood: -12, hasPrior: true, method: 'Laplace', warnings: [] },
  factors: [{ name: 'loss', levels: [], contrasts: [{ first: 'robust', second: 'plain', ...logOdds(0.2) }], test: { value: { chiSquared: 7.123, freedom: 1, p: 0.0076, method: 'likelihood ratio' }, reason: null } }],
  interactions: [{ factors: ['loss', 'net'], contrasts: { value: null, reason }, test: { value: null, reason } }],
  conditions: { value: null, reason },
};

it('log-odds stand with their interval, and a small p is marked', () => {
  expect(coefficientRows(value.main)[0]!.cells).toEqual([{ text: '−0.70', note: '[−1.50, 0.20]' }, { text: '0.31' }, { text: '0.020', isMarked: true }]);
  expect(contrastRows(value)[0]).toMatchObject({ name: 'robust − plain', note: 'loss', cells: [{}, {}, { isMarked: false }] });
});

it('what a model does not give says why', () => {
  expect(interactionRows(value)[0]!.cells[0]).toEqual({ text: '–', note: reason.text });
  expect(testRows(value).map(({ name, cells: [first] }) => [name, first!.text, first!.note])).toEqual([['loss', '7.12', undefined], ['loss × net', '–', reason.text]]);
});
