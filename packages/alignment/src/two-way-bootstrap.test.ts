import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { alignmentScore, scoreDifference, type ScoredTrial } from './index.ts';
import { quantileOfSorted } from './two-way-bootstrap.ts';

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

interface Population {
  readonly raters: number;
  readonly targets: number;
  readonly perRater: number;
  readonly intercept: number;
  readonly raterSd: number;
  readonly targetSd: number;
}

/** The population's score: the logistic's mean over a normal with both variances, by the midpoint rule. */
function trueScore({ intercept, raterSd, targetSd }: Population): number {
  const sd = Math.hypot(raterSd, targetSd);
  let sum = 0;
  let weight = 0;
  for (let z = -8; z < 8; z += 0.01) {
    const density = Math.exp(-(z ** 2) / 2);
    sum += density * logistic(intercept + sd * z);
    weight += density;
  }
  return sum / weight;
}

/** Share of simulated samples whose 95 % interval contains the truth. */
function coverage(population: Population, samples: number): number {
  const truth = trueScore(population);
  const rng = createRandom(JSON.stringify(population));
  let hits = 0;
  for (let sample = 0; sample < samples; sample++) {
    const raterEffects = Array.from({ length: population.raters }, () => population.raterSd * rng.normal());
    const targetEffects = Array.from({ length: population.targets }, () => population.targetSd * rng.normal());
    const trials: ScoredTrial[] = raterEffects.flatMap((raterEffect, rater) =>
      Array.from({ length: population.perRater }, (_, i) => {
        const target = (rater * population.perRater + i) % population.targets;
        const probability = logistic(population.intercept + raterEffect + targetEffects[target]!);
        return { raterId: `${rater}`, targetId: `${target}`, outcome: rng.uniform() < probability ? 1 : 0 };
      }));
    const { interval } = alignmentScore({ chance: 0.5, trials, method: 'bootstrap', rng: rng.child(`${sample}`), draws: 300 });
    if (interval!.lower <= truth && truth <= interval!.upper) hits++;
  }
  return hits / samples;
}

describe('the two-way bootstrap', () => {
  it.each<[string, Population, number, number]>([
    ['with strong target effects', { raters: 30, targets: 16, perRater: 8, intercept: 0.5, raterSd: 0.3, targetSd: 2 }, 0.92, 0.98],
    ['with rater and target effects', { raters: 20, targets: 32, perRater: 16, intercept: 0.5, raterSd: 0.7, targetSd: 1 }, 0.93, 0.99],
    ['near the end of the scale', { raters: 20, targets: 24, perRater: 12, intercept: -4, raterSd: 0.5, targetSd: 1 }, 0.92, 1],
    ['without any effects, where it is conservative', { raters: 10, targets: 10, perRater: 10, intercept: 0, raterSd: 0, targetSd: 0 }, 0.95, 1],
  ])('covers the truth in about 95 %% of samples %s', (_, population, least, most) => {
    const share = coverage(population, 300);
    expect(share).toBeGreaterThanOrEqual(least);
    expect(share).toBeLessThanOrEqual(most);
  });

  it('falls from 0.11 to 0.008 with the first hit of 640, which is why results have another interval', () => {
    const upperWith = (hits: number): number => alignmentScore({
      chance: 0.5, method: 'bootstrap', rng: createRandom('first hit'),
      trials: Array.from({ length: 640 }, (_, i): ScoredTrial => ({ raterId: `${i % 40}`, targetId: `${(i * 7) % 30}`, outcome: Number(i < hits) })),
    }).interval!.upper;
    expect(upperWith(0)).toBeCloseTo(0.1135, 3);
    expect(Math.abs(upperWith(1) - 0.008)).toBeLessThan(0.002);
  });

  it('does what 10,000 trials need with 2,000 draws (no timing asserted; see the README)', () => {
    const rng = createRandom('large');
    const trials = Array.from({ length: 10_000 }, (_, i): ScoredTrial => ({ raterId: `${i % 100}`, targetId: `${Math.floor(i / 100)}`, outcome: rng.integer(2) }));
    expect(alignmentScore({ chance: 0.5, trials, method: 'bootstrap', rng }).n).toEqual({ trials: 10_000, raters: 100, targets: 100 });
    expect(scoreDifference({ first: trials, second: trials.slice(0, 5000), method: 'bootstrap', rng, draws: 50 }).n.targets).toBe(50);
  });
});

describe('quantileOfSorted', () => {
  it('interpolates like R’s type 7', () => {
    const values = Float64Array.from([1, 2, 4, 8]);
    expect([0, 0.025, 0.5, 0.75, 1].map((p) => quantileOfSorted(values, p))).toEqual([1, 1.075, 3, 5, 8]);
  });
});
