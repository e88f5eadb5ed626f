import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { alphaWithInterval, targetReliability, type ScoredTrial } from '../index.ts';

/** Every rater about every target; a target's answers are 1 with its own probability. */
function answers(raters: number, shares: readonly number[], seed: string): ScoredTrial[] {
  const rng = createRandom(seed);
  return shares.flatMap((share, target) => Array.from({ length: raters }, (_, rater) => ({ raterId: `r${rater}`, targetId: `t${target}`, outcome: Number(rng.uniform() < share) })));
}
const ratingsOf = (trials: readonly ScoredTrial[]) => trials.map(({ raterId, targetId, outcome }) => ({ raterId, unitId: targetId, value: `${outcome}` }));

describe('alphaWithInterval', () => {
  it('covers the α of many raters and targets', () => {
    // Shares 0.1 and 0.9 equally often: observed disagreement 0.18, expected 0.5.
    const truth = 1 - 0.18 / 0.5;
    let hits = 0;
    for (let sample = 0; sample < 60; sample++) {
      const rng = createRandom(`shares-${sample}`);
      const { interval } = alphaWithInterval(ratingsOf(answers(8, Array.from({ length: 24 }, () => (rng.uniform() < 0.5 ? 0.1 : 0.9)), `alpha-${sample}`)));
      if (interval!.lower <= truth && truth <= interval!.upper) hits++;
    }
    expect(hits).toBeGreaterThanOrEqual(53);
  });

  it('has no interval where α is undefined, or with two raters', () => {
    expect(alphaWithInterval(ratingsOf(answers(4, [0, 0, 0], 'alike')))).toMatchObject({ alpha: null, interval: null });
    expect(alphaWithInterval(ratingsOf(answers(2, [0.2, 0.8, 0.5], 'two'))).interval).toBeNull();
    expect(alphaWithInterval([])).toMatchObject({ alpha: null, interval: null });
  });
});

describe('targetReliability', () => {
  it('is high where targets differ, about 0 where they do not', () => {
    const differing = targetReliability(answers(20, Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 0.05 : 0.95)), 'differing'), createRandom('splits'));
    expect(differing.splitHalf).toBeGreaterThan(0.95);
    // Answers and shares correlate with 0.9 · 1 in the limit.
    expect(differing.ceiling).toBeGreaterThan(0.8);
    expect(differing.targets[0]!.share).toBeLessThan(differing.targets[29]!.share);
    const alike = targetReliability(answers(20, Array.from({ length: 30 }, () => 0.5), 'alike'), createRandom('splits'));
    expect(Math.abs(alike.ceiling!)).toBeLessThan(0.15);
  });

  it('stays within −1 and 1 where halves agree less than by chance', () => {
    // Three answers each way at every target: what one half has, the other has not.
    const split = targetReliability(Array.from({ length: 24 }, (_, i) => ({ raterId: `r${i % 6}`, targetId: `t${Math.floor(i / 6)}`, outcome: i % 2 })), createRandom('splits'));
    expect(split.splitHalf).toBeGreaterThanOrEqual(-1);
    expect(split.splitHalf).toBeLessThan(0);
  });

  it('has no ceiling with two targets, as answers and the other raters’ go opposite ways within one', () => {
    expect(targetReliability(answers(8, [0.3, 0.7], 'two targets'), createRandom('splits'))).toMatchObject({ splitHalf: null, ceiling: null });
  });

  it('leaves out targets with fewer than five raters and counts their answers', () => {
    const few = targetReliability(answers(4, [0.2, 0.5, 0.8], 'few'), createRandom('splits'));
    expect(few).toMatchObject({ splitHalf: null, ceiling: null, excluded: 12 });
    expect(few.targets).toHaveLength(3);
    expect(targetReliability([], createRandom('splits'))).toMatchObject({ splitHalf: null, ceiling: null, targets: [] });
  });
});
