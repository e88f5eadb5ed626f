import { assertNever } from '@lookalike/errors';
import type { IriConfiguration } from '../iri-configuration.ts';
import { adam } from './adam.ts';
import { normalisedGradient } from './normalised-gradient.ts';
import { clampPixel } from './optimiser.ts';
import type { Optimiser } from './optimiser.ts';

/**
 * Makes the optimiser that a configuration describes. @param maximumSteps the length of its schedule.
 * @param bound keeps each value where it may be; parameters that stand for pixels may be anywhere.
 */
export function createOptimiser(configuration: IriConfiguration['optimiser'], maximumSteps: number, bound: (value: number) => number = clampPixel): Optimiser {
  switch (configuration.kind) {
    case 'normalised-gradient': return normalisedGradient(configuration, bound);
    case 'adam': return adam(configuration, maximumSteps, bound);
    default: return assertNever(configuration);
  }
}
