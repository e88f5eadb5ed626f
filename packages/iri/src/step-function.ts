import { isRectifier } from '@lookalike/graph';
import type { PerceptualDistance } from '@lookalike/perception';
import type { Device, Executable } from '@lookalike/runtime';
import { gradientPhases } from './gradient-phases.ts';
import type { IriConfiguration } from './iri-configuration.ts';
import type { Parametrisation } from './parametrisations/parametrisation.ts';
import type { StepFunction } from './step-batch.ts';
import { stepGraph, stepValues } from './step-graph.ts';
import type { RepresentationGraph, StepGraph } from './step-graph.ts';
import { asInput, StepInputs } from './step-inputs.ts';
import type { StepSource } from './step-source.ts';
import { resamplingFeeds } from './transforms/resampling-feeds.ts';

/** The step graphs of a generation on a device. */
export interface Steps {
  readonly run: StepFunction;
  /** The first step of an image that is no longer of each phase; Infinity for the last. */
  readonly phaseEnds: readonly number[];
  readonly straightThroughNode?: string;
  close(): Promise<void>;
}

/** What the objective needs besides g(x_t), prepared before the first step. */
export interface StepSetup {
  /** The studied layer first, then the objective's other ones. */
  readonly cut: RepresentationGraph;
  readonly perceptual: ReadonlyMap<string, PerceptualDistance>;
  /** |λ| of calibrated terms, by {@link calibrationKey}. */
  readonly calibrated: ReadonlyMap<string, number>;
  readonly parametrisation?: Parametrisation;
  /** Whether the objective compares with the seed. */
  readonly needsSeed: boolean;
  /** By id of the target. */
  readonly sources: ReadonlyMap<string, StepSource>;
}

/**
 * Builds the step graphs that a configuration needs; each is opened on the device when it is first run.
 * @throws graph.no_gradient
 */
export function openSteps(device: Device, { cut, perceptual, calibrated, parametrisation, sources, needsSeed }: StepSetup, configuration: IriConfiguration): Steps {
  const { objective, layers = [], transforms } = configuration;
  const phases = gradientPhases(configuration, cut.graph.nodes.some((node) => isRectifier(cut.graph, node)));
  const graphs = phases.map(({ straightThrough, rectifierSlope }): StepGraph => stepGraph(cut, objective, {
    straightThrough,
    rectifierSlope,
    layerWeights: layers.map(({ weight }) => weight),
    hasTransforms: transforms !== undefined,
    perceptual,
    calibrated,
    ...(parametrisation !== undefined && { parametrisation }),
  }));
  const straightThroughNode = graphs[0]!.straightThroughNode;
  const opened = new Map<StepGraph, Promise<Executable>>();
  const inputs = phases.map(() => new StepInputs(sources, needsSeed));

  return {
    phaseEnds: phases.map(({ end }) => end),
    ...(straightThroughNode !== undefined && { straightThroughNode }),
    async run(call) {
      const graph = graphs[call.phase]!;
      let opening = opened.get(graph);
      if (opening === undefined) {
        opening = device.open(graph.graph);
        opened.set(graph, opening);
      }
      const results = await (await opening).run({
        [stepValues.image]: asInput(graph.graph, stepValues.image, call.images),
        [stepValues.target]: asInput(graph.graph, stepValues.target, call.targetRepresentations),
        ...inputs[call.phase]!.feeds(graph.graph, call.members),
        ...(transforms !== undefined && resamplingFeeds(transforms, cut.imageShape, call.members.map(({ id, stepCount }) => sources.get(id)!.random.child(`step ${stepCount}`)))),
      });
      // Every output is float32 by construction of the graph.
      const valuesOf = (name: string): Float32Array => results[name]!.data as Float32Array;
      return {
        distances: valuesOf(stepValues.distance),
        objectives: valuesOf(stepValues.objective),
        gradients: valuesOf(stepValues.gradient),
        ...(parametrisation !== undefined && { pixels: { exact: valuesOf(stepValues.exact), rounded: valuesOf(stepValues.rounded) } }),
      };
    },
    async close() {
      await Promise.allSettled([...opened.values()].map(async (opening) => (await opening).close()));
    },
  };
}
