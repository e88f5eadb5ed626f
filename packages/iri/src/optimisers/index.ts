import { assertNever } from '@lookalike/errors';
import type { IriConfiguration } from '../iri-configuration.ts';
import { adam } from './adam.ts';
import { normalisedGradient } from './normalised-gradient.ts';
import type { Optimiser } from './optimiser.ts';

/** Makes the optimiser that a configuration describes. @param maximumSteps the length of its schedule. */
export function createOptimiser(configuration: IriConfiguration['optimiser'], maximumSteps: number): Optimiser {
  switch (configuration.kind) {
    case 'normalised-gradient': return normalisedGradient(configuration);
    case 'adam': return adam(configuration, maximumSteps);
    default: return assertNever(configuration);
  }
}
