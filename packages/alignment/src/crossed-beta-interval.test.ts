import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { crossedBetaInterval } from './crossed-beta-interval.ts';
import { correlationOf, crossedCondition, differenceLimits } from './crossed-condition.ts';
import type { RaterTargetTable } from './rater-target-table.ts';
import { answerSimulator, type TrialPlan } from './simulation/simulated-answers.ts';
import { twoWayMoments } from './two-way-moments.ts';

/** Each rater sees the next `perRater` targets in a ring, as plans do. */
function plansOf(raters: number, targets: number, perRater: number, conditions: number): TrialPlan[] {
  return Array.from({ length: raters }, (_, rater) => Array.from({ length: perRater * conditions }, (__, i) => ({ condition: i % conditions, target: (rater * perRater + Math.floor(i / conditions)) % targets })));
}

/** 40 raters × 16 of 30 targets, with hits in the cells that are named. */
function tableWith(hits: ReadonlySet<number>): RaterTargetTable {
  const cells = plansOf(40, 30, 16, 1).flatMap((plan, rater) => plan.map(({ target }) => ({ rater, target })).sort((a, b) => a.target - b.target));
  return {
    rowStart: Int32Array.from({ length: 41 }, (_, rater) => rater * 16), target: Int32Array.from(cells, ({ target }) => target),
    sum: Float64Array.from(cells, (_, cell) => Number(hits.has(cell))), count: new Float64Array(640).fill(1), totalSum: hits.size, totalCount: 640,
  };
}
const limitsWith = (hits: ReadonlySet<number>) => crossedBetaInterval(twoWayMoments(tableWith(hits), 40, 30), 0.95);
const cells = Array.from({ length: 640 }, (_, cell) => cell);

describe('crossedBetaInterval', () => {
  it('rises with every hit from none on, over 300 layouts, and mirrors at the other end', () => {
    const layouts = Array.from({ length: 300 }, (_, layout) => createRandom(`layout-${layout}`).shuffled(cells).slice(0, 12));
    const none = limitsWith(new Set());
    const means = Array.from({ length: 13 }, (_, k) => layouts.reduce((sum, hits) => sum + limitsWith(new Set(hits.slice(0, k))).upper / 300, 0));
    for (let k = 1; k <= 12; k++) expect(means[k]).toBeGreaterThan(means[k - 1]!);
    for (const [first] of layouts) {
      const one = limitsWith(new Set([first!]));
      expect(one.upper).toBeGreaterThan(none.upper);
      const allButOne = limitsWith(new Set(cells.filter((cell) => cell !== first)));
      expect(allButOne.lower).toBeCloseTo(1 - one.upper, 10);
      expect(allButOne.upper).toBeCloseTo(1 - one.lower, 10);
    }
    expect([none.lower, limitsWith(new Set(cells)).upper]).toEqual([0, 1]);
  });

  it('is near Clopper and Pearson at 0 of 640, where the bootstrap’s fallback gave 0.11', () => {
    // 1 − 0.025^(1 / 640) = 0.0057 for independent trials.
    expect(limitsWith(new Set()).upper).toBeGreaterThan(0.0057);
    expect(limitsWith(new Set()).upper).toBeLessThan(0.009);
  });

  it('is wider where the same hits are of few targets', () => {
    const ofFew = cells.filter((cell) => tableWith(new Set()).target[cell]! < 8);
    const few = limitsWith(new Set(ofFew.slice(0, 160)));
    const spread = limitsWith(new Set(createRandom('spread').shuffled(cells).slice(0, 160)));
    expect(few.upper - few.lower).toBeGreaterThan(1.8 * (spread.upper - spread.lower));
  });

  // A small part of the grid of bench/coverage.ts; the bounds leave room for four standard errors of 300 samples.
  it.each([
    { raters: 20, targets: 30, score: 0.5, raterSd: 0.3, targetSd: 0.5, least: 0.9, most: 1 },
    { raters: 20, targets: 30, score: 0.1, raterSd: 1, targetSd: 2, least: 0.88, most: 1 },
    { raters: 60, targets: 10, score: 0.005, raterSd: 1, targetSd: 2, least: 0.93, most: 1 },
    { raters: 20, targets: 10, score: 0.002, raterSd: 0.3, targetSd: 0.5, least: 0.95, most: 1 },
  ])('covers $score with $raters × $targets, sd $raterSd and $targetSd', ({ raters, targets, score, raterSd, targetSd, least, most }) => {
    const simulate = answerSimulator({ plans: plansOf(raters, targets, Math.min(16, targets), 1), targetCount: targets, population: { scores: [score], raterSd, targetSd }, stopping: false });
    const rng = createRandom(`coverage-${raters}-${targets}-${score}`);
    let hits = 0;
    for (let sample = 0; sample < 300; sample++) {
      const { lower, upper } = crossedBetaInterval(twoWayMoments(simulate(rng)[0]!, raters, targets), 0.95);
      if (lower <= score && score <= upper) hits++;
    }
    expect(hits / 300).toBeGreaterThanOrEqual(least);
    expect(hits / 300).toBeLessThanOrEqual(most);
  });
});

describe('the interval of a difference', () => {
  it.each([
    { raters: 12, targets: 40, score: 0.002, raterSd: 0.6, targetSd: 1 },
    { raters: 8, targets: 10, score: 0.02, raterSd: 0.6, targetSd: 1 },
    { raters: 20, targets: 30, score: 0.5, raterSd: 1, targetSd: 2 },
  ])('excludes 0 in about 5 % of equal pairs or fewer at $score with $raters × $targets', ({ raters, targets, score, raterSd, targetSd }) => {
    const simulate = answerSimulator({ plans: plansOf(raters, targets, Math.min(16, targets), 2), targetCount: targets, population: { scores: [score, score], raterSd, targetSd }, stopping: true });
    const levels = { raters: new Map(Array.from({ length: raters }, (_, i) => [`${i}`, i])), targets: new Map(Array.from({ length: targets }, (_, i) => [`${i}`, i])) };
    const rng = createRandom(`type-one-${raters}-${targets}-${score}`);
    let excluded = 0;
    for (let sample = 0; sample < 300; sample++) {
      const [first, second] = simulate(rng).map((table) => crossedCondition(table, levels));
      const { lower, upper } = differenceLimits(first!, second!, 0.95, correlationOf(first!, second!));
      if (lower > 0 || upper < 0) excluded++;
    }
    expect(excluded / 300).toBeLessThanOrEqual(0.1);
  });
});
