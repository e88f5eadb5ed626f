import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { clusteredRegression, errorConsistency, independentColumns, leastSquaresWeights, responseCriterion, shareCorrelation, type ScoredTrial } from '../index.ts';

describe('leastSquaresWeights', () => {
  it('gives the line through points, as weights of them', () => {
    const [intercept, slope] = leastSquaresWeights([[1, 1, 1, 1], [0, 1, 2, 3]]);
    const y = [1, 3, 5, 7];
    const times = (weights: readonly number[]) => weights.reduce((sum, weight, index) => sum + weight * y[index]!, 0);
    expect(times(intercept!)).toBeCloseTo(1, 12);
    expect(times(slope!)).toBeCloseTo(2, 12);
  });

  it('says which columns others make up', () => {
    expect(independentColumns([[1, 1, 1], [0, 1, 0], [1, 0, 1], [0, 0, 0], [0, 0, 1]])).toEqual([true, true, false, false, true]);
    expect(() => leastSquaresWeights([[1, 1], [2, 2]])).toThrow(/combination of others/);
  });
});

/** Each rater about each target twice, once with x = 0 and once with x = 1 by default. */
function linear({ raters, targets, slope, sds, seed, xOf = (_rater, _target, copy) => copy }: { readonly raters: number; readonly targets: number; readonly slope: number; readonly sds: readonly [number, number]; readonly seed: string; readonly xOf?: (rater: number, target: number, copy: number) => number }): { trials: ScoredTrial[]; x: number[] } {
  const rng = createRandom(seed);
  const [ofRater, ofTarget] = [Array.from({ length: raters }, () => rng.normal()), Array.from({ length: targets }, () => rng.normal())];
  const rows = Array.from({ length: 2 * raters * targets }, (_, row) => {
    const [rater, target, copy] = [row % raters, Math.floor(row / raters) % targets, Math.floor(row / (raters * targets))];
    const x = xOf(rater, target, copy);
    // Slopes differ by rater and target: what clustering is for.
    const p = 0.3 + (slope + sds[0] * ofRater[rater]! + sds[1] * ofTarget[target]!) * x;
    return { x, trial: { raterId: `r${rater}`, targetId: `t${target}`, outcome: Number(rng.uniform() < p) } };
  });
  return { trials: rows.map(({ trial }) => trial), x: rows.map(({ x }) => x) };
}

describe('clusteredRegression', () => {
  it('covers a slope that differs by rater and by target', () => {
    let hits = 0;
    for (let sample = 0; sample < 200; sample++) {
      const { trials, x } = linear({ raters: 16, targets: 16, slope: 0.3, sds: [0.1, 0.1], seed: `slope-${sample}` });
      const { estimate, interval } = clusteredRegression({ trials, regressors: [{ name: 'x', values: x }] }).contrast({ x: 1 });
      expect(estimate).toBeGreaterThan(-0.2);
      if (interval.lower <= 0.3 && 0.3 <= interval.upper) hits++;
    }
    // 95 % of 200 are 190; fewer than 180 come in 0.1 % of such tests.
    expect(hits).toBeGreaterThanOrEqual(180);
  });

  it('compares within targets: what only differs between them is aliased, and so is a combination', () => {
    const { trials, x } = linear({ raters: 6, targets: 6, slope: 0.3, sds: [0, 0], seed: 'aliased' });
    const ofTarget = trials.map(({ targetId }) => Number(targetId.slice(1)));
    const fit = clusteredRegression({ trials, regressors: [{ name: 'target', values: ofTarget }, { name: 'x', values: x }, { name: 'again', values: x.map((value, row) => 2 * value + ofTarget[row]!) }] });
    expect(fit.aliased).toEqual(['target', 'again']);
    expect(fit.coefficients.map(({ name }) => name)).toEqual(['x']);
    expect(() => fit.contrast({ again: 1 })).toThrow(/"again" is not estimated/);
  });

  it('compares between targets where that is asked for', () => {
    const { trials, x } = linear({ raters: 12, targets: 40, slope: 0.4, sds: [0, 0], seed: 'between', xOf: (_rater, target) => target / 40 });
    const regressors = [{ name: 'x', values: x }];
    const { estimate, interval } = clusteredRegression({ trials, regressors, within: 'all' }).contrast({ x: 1 });
    expect(Math.abs(estimate - 0.4)).toBeLessThan(0.12);
    expect(interval.lower).toBeLessThan(0.4);
    expect(interval.upper).toBeGreaterThan(0.4);
    expect(() => clusteredRegression({ trials, regressors })).toThrow(/0 effects that differ within a target/);
  });

  it('has nothing to compare with one rater, one target or no effect', () => {
    const of = (raters: number, targets: number, isConstant = false) => () => {
      const { trials, x } = linear({ raters, targets, slope: 0, sds: [0, 0], seed: 'few' });
      return clusteredRegression({ trials, regressors: [{ name: 'x', values: isConstant ? x.map(() => 1) : x }] });
    };
    expect(of(1, 5)).toThrow(/There are 1 raters/);
    expect(of(5, 1)).toThrow(/1 targets/);
    expect(of(5, 5, true)).toThrow(/0 effects/);
  });
});

describe('errorConsistency', () => {
  const trialsOf = (raterId: string, outcomes: readonly number[]): ScoredTrial[] => outcomes.map((outcome, target) => ({ raterId, targetId: `t${target}`, outcome }));

  it('is κ by hand', () => {
    // Same outcome for 6 of 8; both right half of the time: expected 0.5, κ = (0.75 − 0.5) / 0.5.
    const { kappa, observed, expected } = errorConsistency(trialsOf('a', [1, 1, 1, 1, 0, 0, 0, 0]), trialsOf('b', [1, 1, 1, 0, 1, 0, 0, 0]));
    expect([kappa, observed, expected]).toEqual([0.5, 0.75, 0.5]);
    expect(errorConsistency(trialsOf('a', [1, 0, 1, 0]), trialsOf('b', [1, 0, 1, 0])).kappa).toBe(1);
  });

  it('is about 0 of independent observers, in its interval, and counts each pair of one kind once', () => {
    const rng = createRandom('independent');
    const observers = (name: string, count: number) => Array.from({ length: count }, (_, index) => trialsOf(`${name}${index}`, Array.from({ length: 20 }, () => Number(rng.uniform() < 0.7)))).flat();
    const [people, programs] = [observers('p', 8), observers('s', 4)];
    const { kappa, interval, pairs, compared } = errorConsistency(people, programs);
    expect([pairs, compared]).toEqual([32, 640]);
    expect(Math.abs(kappa!)).toBeLessThan(0.15);
    expect(interval!.lower).toBeLessThan(0);
    expect(interval!.upper).toBeGreaterThan(0);
    expect(errorConsistency(people, people).pairs).toBe(28);
  });

  it('has an interval that holds κ of observers who see the same in part', () => {
    // Each stimulus is seen as it is by both with probability 0.9 or 0.1: κ in the limit is that of shares 0.9 and 0.1, (0.82 − 0.5) / 0.5.
    let hits = 0;
    for (let sample = 0; sample < 60; sample++) {
      const rng = createRandom(`kappa-${sample}`);
      const shares = Array.from({ length: 30 }, () => (rng.uniform() < 0.5 ? 0.9 : 0.1));
      const observers = (name: string) => Array.from({ length: 8 }, (_, index) => trialsOf(`${name}${index}`, shares.map((share) => Number(rng.uniform() < share)))).flat();
      const { interval } = errorConsistency(observers('p'), observers('s'));
      if (interval!.lower <= 0.64 && 0.64 <= interval!.upper) hits++;
    }
    expect(hits).toBeGreaterThanOrEqual(53);
  });

  it('is undefined where one is always right, or no stimulus is shared', () => {
    expect(errorConsistency(trialsOf('a', [1, 1, 1]), trialsOf('b', [1, 1, 1])).kappa).toBeNull();
    expect(errorConsistency([], trialsOf('b', [1, 0]))).toMatchObject({ kappa: null, interval: null, pairs: 0, observed: null });
    expect(errorConsistency(trialsOf('a', [0.5, 0.5]), trialsOf('b', [1, 0])).kappa).toBeNull();
  });
});

describe('shareCorrelation', () => {
  it('has Fisher’s interval', () => {
    const { estimate, interval } = shareCorrelation([1, 2, 3, 4, 5, 6, 7], [1, 3, 2, 5, 4, 7, 6]);
    expect(estimate).toBeCloseTo(25 / 28, 12);
    expect(interval!.lower).toBeCloseTo(Math.tanh(Math.atanh(25 / 28) - 1.959964 / 2), 5);
    expect(shareCorrelation([1, 1, 1, 1], [1, 2, 3, 4]).estimate).toBeNull();
    expect(shareCorrelation([1, 2, 3], [1, 2, 4]).interval).toBeNull();
    expect(shareCorrelation([], [])).toEqual({ estimate: null, interval: null, stimuli: 0 });
  });
});

describe('responseCriterion', () => {
  const answers = (left: readonly [said: number, of: number], right: readonly [said: number, of: number], raters = 10) => [[true, ...left] as const, [false, ...right] as const].flatMap(([isLeftRight, said, of]) => Array.from({ length: of }, (_, index) => ({ raterId: `r${index % raters}`, isLeftRight, saidLeft: index < said })));

  it('is 0 where both sides are missed alike, and minus half the sum of both z', () => {
    expect(responseCriterion(answers([90, 100], [10, 100])).estimate).toBeCloseTo(0, 12);
    // Shares 80.5 / 101 and 40.5 / 101 have z = 0.8311 and −0.2508.
    const { estimate, interval } = responseCriterion(answers([80, 100], [40, 100]));
    expect(estimate).toBeCloseTo(-(0.8311 - 0.2508) / 2, 3);
    expect(interval!.lower).toBeLessThan(estimate!);
    expect(interval!.upper).toBeLessThan(0);
  });

  it('is less certain where few raters have the habit than where answers are independent', () => {
    const habit = Array.from({ length: 200 }, (_, index) => ({ raterId: `r${Math.floor(index / 20)}`, isLeftRight: index % 2 === 0, saidLeft: index < 60 || index % 2 === 0 }));
    expect(responseCriterion(habit).interval!.method).toBe('jackknife over raters');
    expect(responseCriterion(answers([80, 100], [40, 100], 1)).interval!.method).toContain('independent');
  });

  it('is finite where all are right, and null where one side was never right', () => {
    expect(responseCriterion(answers([10, 10], [0, 10]))).toMatchObject({ estimate: expect.closeTo(0, 9), interval: { lower: expect.any(Number) } });
    expect(responseCriterion(answers([10, 10], [0, 0]))).toMatchObject({ estimate: null, interval: null });
    expect(responseCriterion([])).toEqual({ estimate: null, interval: null, trials: 0, raters: 0 });
  });
});
