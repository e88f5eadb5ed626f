import type { Random } from '@lookalike/random';
import { PerceptionError } from './perception-error.ts';

export interface ObservedTrial {
  /** Perceptual distances between the query and the two options, ≥ 0, in any one unit. */
  readonly distanceToLeft: number;
  readonly distanceToRight: number;
  /**
   * Standard deviation of the observer's internal noise, as a share of the mean of the two distances. 0 is an ideal
   * observer; 0.2 takes an option that is 20 % closer in 87 % of trials.
   */
  readonly noise: number;
  /** Share of trials in which the observer does not look and guesses, in [0, 1]. */
  readonly lapseRate: number;
  /** Moves on with every trial. */
  readonly rng: Random;
}

/**
 * Answers a trial as a noisy observer who finds the closer option: with evidence e = (d_right − d_left) / mean(d_left,
 * d_right), left is taken when e plus normal noise is positive, so P(left) = lapse/2 + (1 − lapse)·Φ(e / noise). The
 * evidence is relative, as discrimination of magnitudes mostly is (Weber's law), and needs no scale for the distance.
 * An exact tie is decided by a coin. Two distances of 0 are a tie.
 * @throws perception.bad_observer unless distances are finite and ≥ 0, noise ≥ 0, and the lapse rate is in [0, 1].
 * @see Green and Swets 1966, signal detection; Wichmann and Hill 2001 for lapses
 */
export function simulatedObserver({ distanceToLeft, distanceToRight, noise, lapseRate, rng }: ObservedTrial): 'left' | 'right' {
  if (![distanceToLeft, distanceToRight, noise].every((value) => Number.isFinite(value) && value >= 0) || !(lapseRate >= 0 && lapseRate <= 1)) {
    throw new PerceptionError('perception.bad_observer', `Distances ${distanceToLeft} and ${distanceToRight}, noise ${noise}, lapse rate ${lapseRate}: expected finite numbers from 0, and a lapse rate up to 1.`, { distanceToLeft, distanceToRight, noise, lapseRate });
  }
  // Drawn in any case, so that the noise of later trials does not depend on earlier distances.
  const [lapse, coin, internal] = [rng.uniform(), rng.uniform(), rng.normal()];
  const mean = (distanceToLeft + distanceToRight) / 2;
  const evidence = mean === 0 ? 0 : (distanceToRight - distanceToLeft) / mean;
  const decision = evidence + noise * internal;
  if (lapse < lapseRate || decision === 0) return coin < 0.5 ? 'left' : 'right';
  return decision > 0 ? 'left' : 'right';
}
