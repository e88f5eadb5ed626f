import { expect, it } from 'vitest';
import { factorDifferenceFigureRows, factorDifferenceRows, interactionFigureParts, type Factor, type Interaction } from './effect-rows.ts';

const interval = { lower: 0.1, upper: 0.3, level: 0.95, method: 'm' };
const n = { trials: 10, raters: 2, targets: 5 };
const claim = { estimate: 0.2, interval, simultaneous: interval, p: 0.2, holmP: 0.01, n, excluded: 0, standing: 'exploratory' as const };
const mean = (estimate: number) => ({ estimate, interval });
const factor: Factor = {
  name: 'loss', levels: [],
  differences: [{
    first: 'robust', second: 'standard', ...claim,
    adjusted: { value: null, reason: { code: 'one_level', text: 'All stimuli have the same d.' } },
    matched: { value: { difference: { estimate: 0.05, interval, n, excluded: 0 }, stimulusPairs: { kept: 12, of: 40 }, conditionPairs: { kept: 1, of: 2 }, meanDistance: { first: 0.1, second: 0.11 } }, reason: null },
  }],
};

it('a difference stands beside its adjusted and matched self, with what is left, or why it is missing', () => {
  const [row] = factorDifferenceRows(factor, ['d']);
  expect(row!.cells).toMatchObject([
    { text: '+0.20', note: '[+0.10, +0.30]' }, { text: '0.20' }, { text: '0.010', isMarked: true }, { text: '–', note: 'All stimuli have the same d.' }, { text: '–' },
    { text: '+0.05' }, { text: '12 of 40' }, { text: '1 of 2' }, { text: '0.100, 0.110' },
  ]);
  expect(factorDifferenceFigureRows(factor, ['d']).map(({ heading, text, estimate }) => [heading, text, estimate])).toEqual([['robust − standard', '+0.20 [+0.10, +0.30]', 0.2], ['', 'not given', null], ['', '+0.05 [+0.10, +0.30]', 0.05]]);
});

it('a model that is left without covariates adjusts for nothing, and its number is not shown', () => {
  const linear = { estimate: 0.2, interval, p: 0.01 };
  const adjusted: Factor = { ...factor, differences: factor.differences.map((each) => ({ ...each, adjusted: { value: { adjusted: linear, unadjusted: linear }, reason: null } })) };
  expect(factorDifferenceRows(adjusted, [])[0]!.cells[3]).toMatchObject({ text: '–', note: expect.stringContaining('no covariate') });
  expect(factorDifferenceFigureRows(adjusted, [])[1]).toMatchObject({ label: 'adjusted', estimate: null });
  expect(factorDifferenceFigureRows(adjusted, ['d', 'acceptance'])[1]).toMatchObject({ label: 'adjusted for d and acceptance', estimate: 0.2 });
});

it('an interaction has a series for each level of the second factor, with gaps where two levels do not meet', () => {
  const interaction: Interaction = { factors: ['loss', 'net'], contrasts: [], means: [{ levels: ['a', 'x'], mean: mean(0.1) }, { levels: ['a', 'y'], mean: mean(0.2) }, { levels: ['b', 'y'], mean: mean(0.3) }] };
  const { series, factors } = interactionFigureParts(interaction);
  expect(series).toEqual(['x', 'y']);
  expect(factors[0]!.levels.map(({ label, means }) => [label, ...means.map(({ estimate }) => estimate)])).toEqual([['a', 0.1, 0.2], ['b', null, 0.3]]);
});
