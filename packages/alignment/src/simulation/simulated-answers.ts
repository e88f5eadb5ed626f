import type { Random } from '@lookalike/random';
import { meanLogistic } from '../distributions/logistic-normal.ts';
import type { RaterTargetTable } from '../rater-target-table.ts';

/** The scored trials of one rater in the order of the session; conditions and targets by number. */
export type TrialPlan = readonly { readonly condition: number; readonly target: number }[];

/** Raters and targets in general: what a study draws its own from. */
export interface Population {
  /** True score of each condition, in [0, 1]. */
  readonly scores: readonly number[];
  /** Standard deviations of the effects of raters and of targets, on the log-odds. */
  readonly raterSd: number;
  readonly targetSd: number;
  /** How much of each variance is a condition's own, in [0, 1]; half where nothing is said. */
  readonly ownShares?: { readonly raters: number; readonly targets: number };
}

const HALF = { raters: 0.5, targets: 0.5 };

export interface SimulationRequest {
  /** One of each rater. */
  readonly plans: readonly TrialPlan[];
  readonly targetCount: number;
  readonly population: Population;
  /** Whether every third rater stops after a random trial. */
  readonly stopping: boolean;
}

/**
 * Draws the answers of a study again and again: new raters, new targets, new answers each time.
 * @returns a function of a random source that gives one table for each condition, all with the same numbers for raters and targets.
 */
export function answerSimulator({ plans, targetCount, population: { scores, raterSd, targetSd, ownShares = HALF }, stopping }: SimulationRequest): (rng: Random) => RaterTargetTable[] {
  const intercepts = scores.map((score) => interceptOf(score, Math.hypot(raterSd, targetSd)));
  // By rater and condition, in the order of targets as tables want it.
  const cells = plans.map((plan) => scores.map((_, wanted) => plan.map(({ condition, target }, position) => ({ condition, target, position })).filter(({ condition }) => condition === wanted).sort((a, b) => a.target - b.target)));
  const effects = (count: number, sd: number, ownShare: number, rng: Random): Float64Array[] => {
    const common = Float64Array.from({ length: count }, () => rng.normal());
    const [ofCommon, ofOwn] = [sd * Math.sqrt(1 - ownShare), sd * Math.sqrt(ownShare)];
    return scores.map(() => common.map((value) => ofCommon * value + ofOwn * rng.normal()));
  };
  return (rng) => {
    const [ofRaters, ofTargets] = [effects(plans.length, raterSd, ownShares.raters, rng), effects(targetCount, targetSd, ownShares.targets, rng)];
    const lengths = plans.map(({ length }, rater) => (stopping && rater % 3 === 2 ? 1 + rng.integer(length) : length));
    return scores.map((_, condition): RaterTargetTable => {
      const rowStart = new Int32Array(plans.length + 1);
      const [target, sum]: [number[], number[]] = [[], []];
      plans.forEach((__, rater) => {
        // Indices are inside by construction.
        for (const cell of cells[rater]![condition]!) {
          if (cell.position >= lengths[rater]!) continue;
          target.push(cell.target);
          sum.push(rng.uniform() < logistic(intercepts[condition]! + ofRaters[condition]![rater]! + ofTargets[condition]![cell.target]!) ? 1 : 0);
        }
        rowStart[rater + 1] = target.length;
      });
      return { rowStart, target: Int32Array.from(target), sum: Float64Array.from(sum), count: new Float64Array(sum.length).fill(1), totalSum: sum.reduce((a, b) => a + b, 0), totalCount: sum.length };
    });
  };
}

/** The log-odds at which a population with normal effects of this sd has this score. */
function interceptOf(score: number, sd: number): number {
  if (score <= 0) return -Infinity;
  if (score >= 1) return Infinity;
  let [low, high] = [-40, 40];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (meanLogistic(middle, sd) < score) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
