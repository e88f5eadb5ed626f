import { makersOf } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import type { Device } from '@lookalike/runtime';
import { ancestors, firstNotFinite } from './first-not-finite.ts';
import { stepValues } from './step-graph.ts';
import { tellNotFinite } from './tell-not-finite.ts';

interface LostNumber {
  /** A step's graph. */
  readonly graph: Graph;
  /** Of one image. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly stepCount: number;
}

/** Explains where numbers were lost on a device. What was found for one image is asked about first for the next: most are lost in one place. */
export function explainer(device: Device): (lost: LostNumber) => Promise<string | undefined> {
  const suspects = new Map<Graph, string>();
  return async ({ graph, feeds, stepCount }) => {
    const suspect = suspects.get(graph);
    // d comes first: where it is lost, its gradient is too.
    const found = await firstNotFinite({ device, graph, feeds, values: [stepValues.distance, stepValues.objective, stepValues.gradient], ...(suspect !== undefined && { suspect }) });
    if (found === undefined) return undefined;
    suspects.set(graph, found.value);
    const makers = makersOf(graph);
    const forward = new Set([stepValues.distance, stepValues.objective].flatMap((value) => [...ancestors(makers, value)]));
    return tellNotFinite({ graph, forward, found, stepCount });
  };
}
