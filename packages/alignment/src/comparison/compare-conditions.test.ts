import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { alignmentScore, compareConditions, conditionTables, rankCorrelations, scoreDifference, type ComparisonRequest, type ScoredTrial } from '../index.ts';
import { answerSimulator, type TrialPlan } from '../simulation/simulated-answers.ts';
import { holm } from './holm.ts';
import { kendall, spearman } from './rank-correlation.ts';

const rng = createRandom('comparison');

/** Answers of a simulated study, as trials by condition. */
function simulated({ raters, targets, scores, seed, sds = [0.5, 1] }: { readonly raters: number; readonly targets: number; readonly scores: readonly number[]; readonly seed: string; readonly sds?: readonly [number, number] }): { conditionId: string; trials: ScoredTrial[] }[] {
  const plans = Array.from({ length: raters }, (_, rater): TrialPlan => Array.from({ length: 12 * scores.length }, (__, i) => ({ condition: i % scores.length, target: (rater * 12 + Math.floor(i / scores.length)) % targets })));
  const tables = answerSimulator({ plans, targetCount: targets, population: { scores, raterSd: sds[0], targetSd: sds[1] }, stopping: false })(createRandom(seed));
  return tables.map(({ rowStart, target, sum }, condition) => ({
    conditionId: `c${condition}`,
    trials: plans.flatMap((_, rater) => Array.from({ length: rowStart[rater + 1]! - rowStart[rater]! }, (__, i) => ({ raterId: `r${rater}`, targetId: `t${target[rowStart[rater]! + i]!}`, outcome: sum[rowStart[rater]! + i]! }))),
  }));
}

describe('compareConditions', () => {
  const conditions = simulated({ raters: 24, targets: 24, scores: [0.9, 0.5, 0.45, 0.02], seed: 'four' });
  const comparison = compareConditions({ tables: conditionTables(conditions), rng, draws: 2000, equivalenceMargin: 0.1, contrasts: [
    { name: 'first against the rest', weights: { c0: 1, c1: -1 / 3, c2: -1 / 3, c3: -1 / 3 }, isPreregistered: true },
    { name: 'c1 − c2', weights: { c1: 1, c2: -1 }, isPreregistered: false },
  ] });

  it('has the scores and differences that one and two conditions alone have, also near 0 and of few raters', () => {
    const few = simulated({ raters: 30, targets: 24, scores: [0.002, 0.002, 0.6], seed: 'near 0' });
    const oneRater = few.map(({ conditionId, trials }, index) => ({ conditionId, trials: index === 0 ? trials.filter(({ raterId }) => raterId === 'r0') : trials.slice(0, -7) }));
    for (const study of [conditions, few, oneRater]) {
      const of = (id: string) => study.find(({ conditionId }) => conditionId === id)!.trials;
      const { scores, differences } = compareConditions({ tables: conditionTables(study), rng, draws: 100 });
      for (const { conditionId, estimate, interval, n } of scores) expect({ estimate, interval, n }).toEqual((({ estimate, interval, n }) => ({ estimate, interval, n }))(alignmentScore({ trials: of(conditionId), chance: 0.5 })));
      for (const { firstId, secondId, estimate, interval, n, excluded } of differences) expect({ estimate, interval, n, excluded }).toEqual(scoreDifference({ first: of(firstId), second: of(secondId) }));
    }
    expect(comparison.differences).toHaveLength(6);
  });

  it('has a p below 5 % exactly where the interval leaves 0 out, and Holm’s is never smaller', () => {
    for (const { interval, p, holmP, simultaneous } of comparison.differences) {
      expect(p < 0.05).toBe(interval.lower > 0 || interval.upper < 0);
      expect(holmP).toBeGreaterThanOrEqual(p);
      expect(simultaneous.lower).toBeLessThanOrEqual(interval.lower);
      expect(simultaneous.upper).toBeGreaterThanOrEqual(interval.upper);
    }
  });

  it('keeps preregistered contrasts apart from exploratory ones, each a family of its own', () => {
    const [first, second] = comparison.contrasts;
    expect([first!.isPreregistered, second!.isPreregistered]).toEqual([true, false]);
    expect([first!.holmP, second!.holmP]).toEqual([first!.p, second!.p]);
    expect(second!.estimate).toBeCloseTo(comparison.differences.find(({ firstId, secondId }) => firstId === 'c1' && secondId === 'c2')!.estimate, 12);
  });

  it('gives the probability of each rank', () => {
    for (const { rankShares } of comparison.scores) expect(rankShares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(comparison.scores[0]!.rankShares[0]).toBeGreaterThan(0.99);
    expect(comparison.scores[3]!.rankShares[3]).toBeGreaterThan(0.99);
  });

  it('finds two conditions at 0 equivalent, and conditions that differ not', () => {
    const zero = simulated({ raters: 30, targets: 24, scores: [0.001, 0.001, 0.5], seed: 'zero' });
    const [none, apart] = compareConditions({ tables: conditionTables(zero), rng, draws: 500, equivalenceMargin: 0.05 }).differences;
    expect(none!.equivalence!.p).toBeLessThan(0.05);
    expect(apart!.equivalence!.p).toBe(1);
  });

  it('rarely finds a difference among eight equal conditions, in any of their 28 pairs', () => {
    let [simultaneous, adjusted] = [0, 0];
    for (let study = 0; study < 40; study++) {
      const { differences } = compareConditions({ tables: conditionTables(simulated({ raters: 20, targets: 24, scores: Array.from({ length: 8 }, () => 0.5), seed: `equal-${study}` })), rng, draws: 1000 });
      if (differences.some((row) => row.simultaneous.lower > 0 || row.simultaneous.upper < 0)) simultaneous++;
      if (differences.some(({ holmP }) => holmP < 0.05)) adjusted++;
    }
    // 5 % of 40 are 2; more than 7 come in 0.03 % of such tests.
    expect(simultaneous).toBeLessThanOrEqual(7);
    expect(adjusted).toBeLessThanOrEqual(7);
  });

  it('compares each two on the targets that they share and counts what it leaves out', () => {
    const [a, b, c] = conditions;
    const { differences } = compareConditions({ tables: conditionTables([a!, { ...b!, trials: b!.trials.filter(({ targetId }) => targetId !== 't0') }, c!]), rng, draws: 100 });
    expect(differences.map(({ n, excluded }) => [n.targets, excluded])).toEqual([[23, 12], [24, 0], [23, 12]]);
  });

  it('refuses what cannot be compared, and says why', () => {
    const of = ({ conditions: compared = conditions, ...change }: { readonly conditions?: typeof conditions } & Partial<Omit<ComparisonRequest, 'tables'>>) => () => compareConditions({ tables: conditionTables(compared), rng, draws: 10, ...change });
    expect(of({ conditions: conditions.slice(0, 1) })).toThrow(/There are 1 conditions/);
    expect(of({ conditions: [] })).toThrow(/There are 0 conditions/);
    expect(of({ conditions: [conditions[0]!, { conditionId: 'x', trials: [] }] })).toThrow(/c0, x\) with 0 raters of 0 targets in common/);
    expect(of({ equivalenceMargin: 0 })).toThrow(/margin is 0/);
    expect(of({ equivalenceMargin: 1 })).toThrow(/margin is 1/);
    expect(of({ contrasts: [{ name: 'typo', weights: { nobody: 1 }, isPreregistered: true }] })).toThrow(/"typo" names the condition nobody/);
    expect(of({ contrasts: [{ name: 'empty', weights: { c0: 0 }, isPreregistered: true }] })).toThrow(/"empty" has no weight other than 0/);
    expect(of({ level: 0 })).toThrow(/The level is 0/);
  });
});

describe('holm', () => {
  it('multiplies the smallest by their number, the next by one less, and never falls', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.5]);
    [0.04, 0.09, 0.09, 0.5].forEach((expected, index) => expect(adjusted[index]).toBeCloseTo(expected, 12));
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
  });
});

describe('rank correlations', () => {
  it('has τ-b and ρ by hand, also with ties', () => {
    expect(kendall([1, 2, 3, 4], [1, 2, 4, 3])).toBeCloseTo(4 / 6, 12);
    expect(spearman([1, 2, 3, 4], [1, 2, 4, 3])).toBeCloseTo(0.8, 12);
    // Five of six pairs are untied on the left, six on the right, all agreeing: 5 / √(5 · 6).
    expect(kendall([1, 1, 3, 4], [1, 2, 3, 4])).toBeCloseTo(5 / Math.sqrt(30), 12);
    expect(kendall([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  it('contains the truth where objectives rank alike, and where they rank the other way round', () => {
    const scores = [0.1, 0.35, 0.65, 0.9];
    const of = (second: readonly number[], seed: string) => {
      const all = simulated({ raters: 40, targets: 24, scores: [...scores, ...second], seed });
      return rankCorrelations({ tables: conditionTables(all), pairs: scores.map((_, index) => ({ firstId: `c${index}`, secondId: `c${index + 4}` })), rng, draws: 1000 });
    };
    const alike = of(scores, 'alike');
    expect(alike.kendall.estimate).toBe(1);
    expect(alike.spearman.interval!.upper).toBe(1);
    expect(alike.kendall.interval!.lower).toBeGreaterThan(0);
    expect(of([...scores].reverse(), 'reversed').kendall.interval!.upper).toBeLessThan(0);
    expect(() => rankCorrelations({ tables: conditionTables([]), pairs: [], rng })).toThrow(/There are 0 networks/);
  });
});
