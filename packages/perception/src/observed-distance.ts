import type { Random } from '@lookalike/random';
import { PerceptionError } from './perception-error.ts';

/** Distance of two pictures by their names; 0 for the same picture. */
type DistanceOf = (first: string, second: string) => Promise<number>;

export interface Observation {
  /**
   * The observer's internal noise: how far e, the difference of two distances relative to their mean, is off at one standard deviation. 0 is an
   * ideal observer; 0.2 takes an option that is 20 % closer in 87 % of 2AFC trials.
   */
  readonly noise: number;
  /** Share of trials in which the observer does not look, in [0, 1]. */
  readonly lapseRate: number;
  /** Of this trial alone: the same trial with the same source looks the same. */
  readonly rng: Random;
}

/**
 * Distances as a noisy observer sees them in one trial, whatever the trial asks: d·exp(noise/√2 · z), z normal and drawn for each pair. The noise
 * is relative, as discrimination of magnitudes mostly is (Weber's law), so it needs no scale for the distance; of two distances the ratio is what
 * counts, and P(first is closer) = Φ(ln(d₂/d₁) / noise). Identical pictures stay at 0: nobody mistakes them. In a trial that is a lapse all
 * distances are uniform in (0, 1], so that every answer is a guess.
 * @throws perception.bad_observer unless noise is finite and ≥ 0 and the lapse rate is in [0, 1]
 * @see Green and Swets 1966, signal detection; Wichmann and Hill 2001 for lapses
 */
export function observedDistance(distanceOf: DistanceOf, { noise, lapseRate, rng }: Observation): DistanceOf {
  if (!(Number.isFinite(noise) && noise >= 0 && lapseRate >= 0 && lapseRate <= 1)) {
    throw new PerceptionError('perception.bad_observer', `Noise ${noise}, lapse rate ${lapseRate}: expected a finite noise from 0, and a lapse rate up to 1.`, { noise, lapseRate });
  }
  const isLapse = rng.child('lapse').uniform() < lapseRate;
  return async (first, second) => {
    // By the pair, not by the turn: the order in which a task asks changes nothing, and asking twice gives the same.
    const ofPair = rng.child(first < second ? `${first} ${second}` : `${second} ${first}`);
    if (isLapse) return 1 - ofPair.uniform();
    const distance = await distanceOf(first, second);
    return distance === 0 ? 0 : distance * Math.exp((noise / Math.SQRT2) * ofPair.normal());
  };
}
