import type { Preprocessing } from './preprocessing.ts';

/**
 * What the hash of a run's configuration is of: the configuration, and the values of the network's further inputs where it has any, since they
 * decide what the network computes.
 */
export function hashedConfiguration(configuration: object, { otherInputs }: Pick<Preprocessing, 'otherInputs'>): object {
  return otherInputs === undefined ? configuration : { ...configuration, otherInputs };
}
