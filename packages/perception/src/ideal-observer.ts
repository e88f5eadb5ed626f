import { PerceptionError } from './perception-error.ts';

/**
 * What an observer without noise adds to a score: 1 for a trial whose query lies closer to the target, 0 for one closer to the
 * seed, and 0.5 for a tie, which is what guessing would give on average.
 * @throws perception.bad_observer unless both distances are finite and ≥ 0.
 */
export function idealObserverScore({ distanceToTarget, distanceToSeed }: { readonly distanceToTarget: number; readonly distanceToSeed: number }): 0 | 0.5 | 1 {
  if (![distanceToTarget, distanceToSeed].every((value) => Number.isFinite(value) && value >= 0)) {
    throw new PerceptionError('perception.bad_observer', `Distances ${distanceToTarget} and ${distanceToSeed}: expected finite numbers from 0.`, { distanceToTarget, distanceToSeed });
  }
  return distanceToTarget < distanceToSeed ? 1 : distanceToTarget > distanceToSeed ? 0 : 0.5;
}
