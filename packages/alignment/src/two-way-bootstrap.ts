import type { Random } from '@lookalike/random';
import type { Levels } from './rater-target-table.ts';

export interface BootstrapRequest {
  readonly levels: Levels;
  /** What is estimated, as a function of the weights of raters and targets. */
  readonly statistic: (raterWeights: Float64Array, targetWeights: Float64Array) => number;
  readonly rng: Random;
  readonly draws: number;
  readonly level: number;
}

/** Below this number of raters or of targets a bootstrap interval says that it is too narrow. */
const FEW_LEVELS = 6;

const TWO_WAY_METHOD = 'two-way bootstrap over raters and targets';

/**
 * Percentile interval of the two-way bootstrap: each draw gives every rater and every target an independent weight from
 * the exponential distribution with mean 1, and a trial the product of its rater's and its target's.
 *
 * Of the bootstraps for crossed samples this one is chosen because it never leaves a sparse table empty, as resampling
 * whole raters and targets (Owen 2007) can, and because it is mildly conservative: trial noise counts up to three
 * times, rater and target effects once. No bootstrap of crossed data is exact (McCullagh 2000). It is too narrow with
 * ten targets that differ much, too wide where raters and targets differ little, and tells a difference from 0 near a
 * score of 0 where there is none: no longer the interval of results (docs/decisions/0043-intervals.md).
 * @see Owen and Eckles 2012, "Bootstrapping data arrays of arbitrary order", Annals of Applied Statistics 6(3)
 */
export function twoWayBootstrap({ levels, statistic, rng, draws, level }: BootstrapRequest): { readonly lower: number; readonly upper: number; readonly method: string } {
  const raterRng = rng.child('rater-weights');
  const targetRng = rng.child('target-weights');
  const raterWeights = new Float64Array(levels.raters.size);
  const targetWeights = new Float64Array(levels.targets.size);
  const values = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    drawExponentials(raterWeights, raterRng);
    drawExponentials(targetWeights, targetRng);
    values[draw] = statistic(raterWeights, targetWeights);
  }
  values.sort();
  return {
    lower: quantileOfSorted(values, (1 - level) / 2),
    upper: quantileOfSorted(values, (1 + level) / 2),
    method: [TWO_WAY_METHOD, ...fewLevels(levels.raters.size, 'raters'), ...fewLevels(levels.targets.size, 'targets')].join('; '),
  };
}

function fewLevels(count: number, name: string): string[] {
  return count < FEW_LEVELS ? [`only ${count} ${name}, so it is likely too narrow`] : [];
}

function drawExponentials(weights: Float64Array, rng: Random): void {
  // 1 − u is in (0, 1], so the logarithm is finite.
  for (let i = 0; i < weights.length; i++) weights[i] = -Math.log(1 - rng.uniform());
}

/** Linear interpolation between order statistics: type 7 of Hyndman and Fan 1996, the default of R and numpy. */
export function quantileOfSorted(values: Float64Array, probability: number): number {
  const position = (values.length - 1) * probability;
  const below = Math.floor(position);
  // Inside the array: 0 ≤ position ≤ length − 1.
  const [low, high] = [values[below] as number, values[Math.min(below + 1, values.length - 1)] as number];
  return low + (position - below) * (high - low);
}
