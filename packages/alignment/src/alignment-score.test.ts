import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { alignmentScore, scoreDifference, type ScoredTrial } from './index.ts';
import { reference, toTrials } from '../fixtures/reference.ts';

const rng = createRandom('alignment');
const method = 'bootstrap';
const chance = 0.5;

function everyCell(raters: number, targets: number, outcome: (rater: number, target: number) => number): ScoredTrial[] {
  return Array.from({ length: raters * targets }, (_, i) => ({ raterId: `r${i % raters}`, targetId: `t${Math.floor(i / raters)}`, outcome: outcome(i % raters, Math.floor(i / raters)) }));
}

describe('alignmentScore', () => {
  it.each(reference.bootstrap.map((row, index) => [index, row] as const))('has the limits of a numpy bootstrap with 400,000 draws (case %d)', (_, { first, score: [lower, upper] }) => {
    const { interval } = alignmentScore({ chance, trials: toTrials(first), method, rng, draws: 20_000 });
    // The Monte-Carlo error of a 2.5 % quantile of 20,000 draws is near 0.0015 here.
    expect(Math.abs(interval!.lower - lower)).toBeLessThan(0.006);
    expect(Math.abs(interval!.upper - upper)).toBeLessThan(0.006);
  });

  it('counts ties one half and reports them', () => {
    const score = alignmentScore({ chance, trials: everyCell(4, 8, (rater, target) => (target === 0 ? 0.5 : rater % 2)), rng });
    expect(score).toMatchObject({ estimate: 0.5, ties: 4, n: { trials: 32, raters: 4, targets: 8 }, chance: 0.5, excluded: 0 });
  });

  it('is the same whatever the order of the trials; a bootstrap, from the same seed', () => {
    const trials = toTrials(reference.bootstrap[0]!.first);
    expect(alignmentScore({ chance, trials: [...trials].reverse() })).toEqual(alignmentScore({ chance, trials }));
    expect(alignmentScore({ chance, trials: [...trials].reverse(), method, rng: createRandom('alignment') })).toEqual(alignmentScore({ chance, trials, method, rng }));
    expect(alignmentScore({ chance, trials, method, rng: createRandom('another') }).interval).not.toEqual(alignmentScore({ chance, trials, method, rng }).interval);
  });

  it('contains the estimate and widens with the level', () => {
    const trials = toTrials(reference.bootstrap[1]!.first);
    const [narrow, wide] = [0.8, 0.99].map((level) => alignmentScore({ chance, trials, rng, level }));
    expect(wide!.interval!.lower).toBeLessThan(narrow!.interval!.lower);
    expect(narrow!.interval!.lower).toBeLessThan(narrow!.estimate!);
    expect(narrow!.estimate!).toBeLessThan(narrow!.interval!.upper);
    expect(narrow!.interval!.upper).toBeLessThan(wide!.interval!.upper);
  });

  it('has neither estimate nor interval without trials', () => {
    expect(alignmentScore({ chance, trials: [], rng })).toEqual({ estimate: null, interval: null, n: { trials: 0, raters: 0, targets: 0 }, excluded: 0, chance: 0.5, ties: 0 });
  });

  it.each([
    ['all answers are the same', everyCell(20, 8, () => 0), 'Wilson score for 8 trials (the number of raters or of targets, whichever is smaller), because all answers are the same', 0.3244],
    ['every answer is a tie', everyCell(5, 8, () => 0.5), 'Wilson score for 5 trials', 0.8296],
    ['there is one rater', everyCell(1, 8, (_, target) => target % 2), 'because there is one rater', 0.9454],
    ['there is one target', everyCell(8, 1, (rater) => rater % 2), 'because there is one target', 0.9454],
  ])('by bootstrap, does not pretend certainty where %s', (_, trials, said, upper) => {
    const { interval } = alignmentScore({ chance, trials, method, rng });
    expect(interval!.method).toContain(said);
    // Wilson's upper limits (statsmodels) for 0 of 8, 2.5 of 5 and 0.5 of 1.
    expect(interval!.upper).toBeCloseTo(upper, 4);
  });

  it.each([
    ['there is one rater', everyCell(1, 8, (_, target) => target % 2)],
    ['there is one target', everyCell(8, 1, (rater) => rater % 2)],
  ])('counts as one trial where %s, and says so', (reason, trials) => {
    const { interval } = alignmentScore({ chance, trials });
    expect(interval!.method).toContain(`Wilson score for 1 trial (the number of raters or of targets, whichever is smaller), because ${reason}`);
    expect(interval!.upper).toBeCloseTo(0.9454, 4);
  });

  it('has a width where every answer is a tie', () => {
    const { estimate, interval } = alignmentScore({ chance, trials: everyCell(5, 8, () => 0.5) });
    expect(estimate).toBe(0.5);
    expect(interval!.upper - interval!.lower).toBeGreaterThan(0.3);
  });

  it('says in its method when there are few raters or targets', () => {
    const methodFor = (raters: number, targets: number) => alignmentScore({ chance, trials: everyCell(raters, targets, (r, t) => (r + t) % 2) }).interval!.method;
    expect(methodFor(12, 12)).toBe('beta interval for the effective number of trials over crossed raters and targets');
    expect(methodFor(12, 10)).toBe('beta interval for the effective number of trials over crossed raters and targets; only 10 targets, so its coverage may be some points off where they differ much');
  });

  it('refuses a bad level, and a bootstrap without randomness', () => {
    expect(() => alignmentScore({ chance, trials: [], level: 1 })).toThrow(/The level is 1/);
    expect(() => alignmentScore({ chance, trials: everyCell(3, 3, (r) => r % 2), method })).toThrow(/without a source of randomness/);
  });

  it('refuses an outcome outside of 0 to 1', () => {
    expect(() => alignmentScore({ chance, trials: [{ raterId: 'a', targetId: 'b', outcome: 1.4 }], rng })).toThrow(/outcome = 1.4. Expected a number from 0 to 1/);
  });
});

describe('scoreDifference', () => {
  it.each(reference.bootstrap.map((row, index) => [index, row] as const))('has the limits of a paired numpy bootstrap with 400,000 draws (case %d)', (_, { first, second, difference: [lower, upper] }) => {
    const { interval } = scoreDifference({ first: toTrials(first), second: toTrials(second), method, rng, draws: 20_000 });
    expect(Math.abs(interval!.lower - lower)).toBeLessThan(0.006);
    expect(Math.abs(interval!.upper - upper)).toBeLessThan(0.006);
    expect(interval!.method).toBe('paired two-way bootstrap over raters and targets');
  });

  it('uses shared targets only and counts what it leaves out', () => {
    const first = everyCell(6, 10, (_, target) => (target === 9 ? 0 : 1));
    const second = everyCell(6, 9, (rater) => rater % 2);
    expect(scoreDifference({ first, second, rng })).toMatchObject({ estimate: 0.5, excluded: 6, n: { trials: 108, raters: 6, targets: 9 } });
  });

  it('is narrower than two separate scores when raters and targets are common', () => {
    const hard = (rater: number, target: number): number => (rater + target < 9 ? 1 : 0);
    const first = everyCell(10, 10, hard);
    const second = everyCell(10, 10, (rater, target) => (rater === target ? 0 : hard(rater, target)));
    const paired = scoreDifference({ first, second, rng }).interval!;
    const separate = alignmentScore({ chance, trials: first, rng }).interval!;
    expect(paired.upper - paired.lower).toBeLessThan(separate.upper - separate.lower);
  });

  it('does not pretend certainty when every pair differs alike', () => {
    const pair = { first: everyCell(20, 8, () => 1), second: everyCell(20, 8, () => 0) };
    const byBootstrap = scoreDifference({ ...pair, method, rng });
    expect(byBootstrap.estimate).toBe(1);
    expect(byBootstrap.interval!.lower).toBeCloseTo(1 - Math.hypot(0.3244, 0.3244), 3);
    expect(byBootstrap.interval!.method).toContain('because the difference is the same throughout');
    const { interval } = scoreDifference(pair);
    expect(interval!.lower).toBeLessThan(0.98);
    expect(interval!.upper).toBe(1);
  });

  it('is the same the other way round', () => {
    const [first, second] = [toTrials(reference.bootstrap[0]!.first), toTrials(reference.bootstrap[0]!.second)];
    const [one, other] = [scoreDifference({ first, second }).interval!, scoreDifference({ first: second, second: first }).interval!];
    expect(one.lower).toBeCloseTo(-other.upper, 12);
    expect(one.upper).toBeCloseTo(-other.lower, 12);
  });

  it('has neither estimate nor interval without shared targets', () => {
    expect(scoreDifference({ first: everyCell(3, 3, () => 1), second: [], rng })).toMatchObject({ estimate: null, interval: null, excluded: 9 });
  });
});
