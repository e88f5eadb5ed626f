import type { IriConfiguration } from './iri-configuration.ts';

/**
 * What is used unless an experimenter says otherwise. The README has the measurements behind the optimiser and the gate.
 */
export function defaultIriConfiguration(): IriConfiguration {
  return {
    objective: { kind: 'regularizer-free' },
    seedImage: { kind: 'super-noise' },
    optimiser: { kind: 'adam', learningRate: 0.1, finalLearningRate: 0.001 },
    stopping: { maximumSteps: 300, targetDistance: 0.01 },
    straightThroughLastRelu: true,
    straightThroughSteps: 10,
    gate: { maximumDistance: 0.15, maximumNullPercentile: 0 },
    nullPairCount: 1000,
    batchSize: 40,
    randomSeed: 'lookalike',
  };
}
