import { betaQuantile } from './distributions/beta.ts';
import { effectiveSample, type EffectiveSample } from './effective-sample.ts';
import type { TwoWayMoments } from './two-way-moments.ts';

export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/**
 * How short a limit may be at the ends of the scale: `guarded` is Clopper and Pearson's there, becoming Jeffreys' as hits accumulate.
 * `paired` begins half way between the two: it is for limits that go into a difference, where errors of two scores seldom add up.
 */
export type Ends = 'guarded' | 'paired';

/** What a limit adds at no hits to the half hit of Jeffreys': a half more is Clopper and Pearson's. */
const GUARD: Readonly<Record<Ends, number>> = { guarded: 0.5, paired: 0.25 };
/** Effective hits at which half of that is left. */
const HALF_WAY = 10;

/**
 * Interval of a mean outcome over crossed raters and targets: a beta interval (Clopper and Pearson's at the ends of the scale, where an
 * interval must not be short, becoming Jeffreys' as hits accumulate) for the effective number of trials. Each limit takes the effective
 * number half way between itself and the estimate. It has a width also at 0 of n, and rises with every hit.
 */
export function crossedBetaInterval(moments: TwoWayMoments, level: number, { sample = effectiveSample(moments), ends = 'guarded' }: { readonly sample?: EffectiveSample; readonly ends?: Ends } = {}): Limits {
  const lower = moments.mean <= 0 ? 0 : limit({ moments, sample, level, ends, side: 'lower' });
  const upper = moments.mean >= 1 ? 1 : limit({ moments, sample, level, ends, side: 'upper' });
  return { lower, upper };
}

const PASSES = 5;

interface LimitRequest {
  readonly moments: TwoWayMoments;
  readonly sample: EffectiveSample;
  readonly level: number;
  readonly ends: Ends;
  readonly side: 'lower' | 'upper';
}

function limit({ moments: { mean, trials }, sample, level, ends, side }: LimitRequest): number {
  let score = side === 'upper' ? (mean * trials + 1) / (trials + 1) : (mean * trials) / (trials + 1);
  let result = score;
  for (let pass = 0; pass < PASSES; pass++) {
    const effective = sample.trialsAt(score) / sample.widening(score, level) ** 2;
    const [hits, misses] = [mean * effective, (1 - mean) * effective];
    const added = 0.5 + GUARD[ends] / (1 + Math.min(hits, misses) / HALF_WAY);
    result = side === 'upper' ? betaQuantile(0.5 + level / 2, hits + added, misses + 1 - added) : betaQuantile(0.5 - level / 2, hits + 1 - added, misses + added);
    score = (result + mean) / 2;
  }
  return result;
}
