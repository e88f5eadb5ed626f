import type { Device, Executable } from '@lookalike/runtime';
import type { IriConfiguration } from './iri-configuration.ts';
import type { StepFunction } from './step-batch.ts';
import { stepGraph, stepValues } from './step-graph.ts';
import type { RepresentationGraph, StepGraph } from './step-graph.ts';

/** The step graphs of a generation on a device. */
export interface Steps {
  readonly run: StepFunction;
  /** An image's first steps, so many of them, take the straight-through gradient; Infinity for all, 0 for none. */
  readonly straightThroughSteps: number;
  readonly straightThroughNode?: string;
  close(): Promise<void>;
}

/**
 * Builds the step graphs that a configuration needs; each is opened on the device when it is first run.
 * @throws graph.no_gradient
 */
export function openSteps(device: Device, cut: RepresentationGraph, configuration: IriConfiguration): Steps {
  const wanted = configuration.straightThroughLastRelu ? configuration.straightThroughSteps ?? Infinity : 0;
  const early = wanted > 0 ? stepGraph(cut, configuration.objective, true) : undefined;
  const straightThroughNode = early?.straightThroughNode;
  const straightThroughSteps = straightThroughNode === undefined ? 0 : wanted;
  const exact = straightThroughSteps <= configuration.stopping.maximumSteps ? stepGraph(cut, configuration.objective, false) : undefined;
  const opened = new Map<StepGraph, Promise<Executable>>();

  return {
    straightThroughSteps,
    ...(straightThroughNode !== undefined && { straightThroughNode }),
    async run({ count, images, targetRepresentations, straightThrough }) {
      // One of the two exists for every phase that an image can be in.
      const graph = (straightThrough ? early : exact)!;
      let opening = opened.get(graph);
      if (opening === undefined) {
        opening = device.open(graph.graph);
        opened.set(graph, opening);
      }
      const results = await (await opening).run({
        [stepValues.image]: { type: 'float32', shape: [count, ...cut.imageShape], data: images },
        [stepValues.target]: { type: 'float32', shape: [count, ...cut.representationShape], data: targetRepresentations },
      });
      // Every output is float32 by construction of the graph.
      const floats = (name: string): Float32Array => results[name]!.data as Float32Array;
      return { distances: floats(stepValues.distance), objectives: floats(stepValues.objective), gradients: floats(stepValues.gradient) };
    },
    async close() {
      await Promise.allSettled([...opened.values()].map(async (opening) => (await opening).close()));
    },
  };
}
