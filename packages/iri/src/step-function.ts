import { isRectifier } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import type { IriConfiguration } from '@lookalike/iri-configuration';
import type { PerceptualDistance } from '@lookalike/perception';
import { openForAnyBatch } from '@lookalike/runtime';
import type { Device, Executable } from '@lookalike/runtime';
import { writeRounded } from './eight-bit.ts';
import { explainer } from './explain-lost-number.ts';
import { gradientPhases } from './gradient-phases.ts';
import type { Parametrisation } from './parametrisations/parametrisation.ts';
import type { StepCall, StepFunction } from './step-batch.ts';
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
  /** Says in which layer a step's d, objective or gradient stops being a finite number, and what helps; `undefined` where it is one now. */
  explain(step: LostStep): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A step whose results are not finite numbers. */
export interface LostStep {
  readonly id: string;
  /** Pixels in [0, 1], or parameters. */
  readonly image: Float32Array;
  /** Bytes that they come from. */
  readonly seed: Uint8Array;
  readonly stepCount: number;
  readonly targetRepresentation: Float32Array;
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
  const feedsOf = (graph: Graph, phaseInputs: StepInputs, call: Omit<StepCall, 'count'>): Readonly<Record<string, Tensor>> => ({
    [stepValues.image]: asInput(graph, stepValues.image, call.images),
    [stepValues.target]: asInput(graph, stepValues.target, call.targetRepresentations),
    ...phaseInputs.feeds(graph, call.members),
    ...(transforms !== undefined && resamplingFeeds(transforms, cut.imageShape, call.members.map(({ id, stepCount }) => sources.get(id)!.random.child(`step ${stepCount}`)))),
  });
  const explain = explainer(device);

  return {
    phaseEnds: phases.map(({ end }) => end),
    ...(straightThroughNode !== undefined && { straightThroughNode }),
    async run(call) {
      const graph = graphs[call.phase]!;
      let opening = opened.get(graph);
      if (opening === undefined) {
        opening = openForAnyBatch(device, graph.graph);
        opened.set(graph, opening);
      }
      const results = await (await opening).run(feedsOf(graph.graph, inputs[call.phase]!, call));
      // Every output is float32 by construction of the graph.
      const valuesOf = (name: string): Float32Array => results[name]!.data as Float32Array;
      return {
        distances: valuesOf(stepValues.distance),
        objectives: valuesOf(stepValues.objective),
        gradients: valuesOf(stepValues.gradient),
        ...(parametrisation !== undefined && { pixels: { exact: valuesOf(stepValues.exact), rounded: valuesOf(stepValues.rounded) } }),
      };
    },
    explain({ id, image, seed, stepCount, targetRepresentation }) {
      const phase = phases.findIndex(({ end }) => stepCount < end);
      const { graph } = graphs[phase]!;
      const images = image.slice();
      if (parametrisation === undefined) writeRounded(image, images, 0);
      return explain({ graph, stepCount, feeds: feedsOf(graph, new StepInputs(sources, needsSeed), { images, targetRepresentations: targetRepresentation, phase, members: [{ id, seed, stepCount }] }) });
    },
    async close() {
      await Promise.allSettled([...opened.values()].map(async (opening) => (await opening).close()));
    },
  };
}
