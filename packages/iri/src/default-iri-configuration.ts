import type { IriConfiguration } from './iri-configuration.ts';

/**
 * The optimiser that goes with an objective unless an experimenter says otherwise: L-BFGS, which comes nearest in the same number of steps; Adam
 * where images are driven away from their targets. There L-BFGS stays behind with the adversarial form, and with the constrained one
 * the direction is not the slope of one value, so that steps and changes of slope say nothing of a curvature. The README has the table.
 */
export function defaultOptimiser({ kind }: IriConfiguration['objective']): IriConfiguration['optimiser'] {
  return kind === 'adversarial' || kind === 'constrained' ? { kind: 'adam', learningRate: 0.1, finalLearningRate: 0.001 } : { kind: 'lbfgs' };
}

/**
 * What is used unless an experimenter says otherwise. The README has the measurements behind the optimiser and the gate.
 */
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
