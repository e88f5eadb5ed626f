import { assertNever } from '@lookalike/errors';
import type { OptimiserChoice } from '@lookalike/iri-configuration';
import { adam } from './adam.ts';
import { lbfgs } from './lbfgs.ts';
import { normalisedGradient } from './normalised-gradient.ts';
import { clampPixel } from './optimiser.ts';
import type { Bound, Optimiser } from './optimiser.ts';

export interface OptimiserOptions {
  /** The length of schedules. */
  readonly maximumSteps: number;
  /** Keeps each value where it may be: a pixel in [0, 1] unless given; parameters that stand for pixels may be anywhere. */
  readonly bound?: Bound | undefined;
  /** Whether the objective is d alone, whose least value is 0. */
  readonly leastIsZero: boolean;
}

/** Makes the optimiser that a configuration describes. */
export function createOptimiser(configuration: OptimiserChoice, { maximumSteps, bound = clampPixel, leastIsZero }: OptimiserOptions): Optimiser {
  switch (configuration.kind) {
    case 'normalised-gradient': return normalisedGradient(configuration, bound);
    case 'adam': return adam(configuration, maximumSteps, bound);
    case 'lbfgs': return lbfgs(configuration, { bound, leastIsZero });
    default: return assertNever(configuration);
  }
}
