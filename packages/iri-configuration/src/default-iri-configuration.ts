import type { IriConfiguration } from './iri-configuration.ts';
import { defaultOptimiser } from './objectives/objective-optimisers.ts';

/** What is used unless an experimenter says otherwise. The README of packages/iri has the measurements behind the optimiser and the gate. */
export function defaultIriConfiguration(): IriConfiguration {
  const objective = { kind: 'regularizer-free' } as const;
  return {
    objective,
    seedImage: { kind: 'super-noise' },
    optimiser: defaultOptimiser(objective),
    stopping: { maximumSteps: 300, targetDistance: 0.01 },
    straightThroughLastRelu: false,
    rectifierSlope: { slope: 0.2, share: 0.67 },
    gate: { maximumDistance: 0.15, maximumNullPercentile: 0 },
    nullPairCount: 1000,
    batchSize: 40,
    randomSeed: 'lookalike',
  };
}
