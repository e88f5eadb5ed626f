import { openNetwork, penultimateLayer } from '@lookalike/network';
import { type Tensor } from '@lookalike/graph';
import { representationGraph, stepGraph } from '@lookalike/iri';
import { createRandom } from '@lookalike/random';
import { openDevice } from '@lookalike/runtime';
import { readNetworkFolder } from '../network/read-network-folder.ts';

/** What the measuring process is asked for. */
export interface MeasuringTask {
  readonly device: string;
  readonly networkPath: string;
  readonly batch: number;
}

/** What one step took on a device, and what it computed. */
export interface MeasuredStep {
  readonly version: string;
  readonly threads: number;
  /** From the network's file to the graph being ready. */
  readonly openMs: number;
  /** The first step, which compiles and allocates. */
  readonly firstStepMs: number;
  /** Median of the steps since the device computes as it does in a search. */
  readonly stepMs: number;
  readonly distances: Float32Array;
  readonly gradients: Float32Array;
}

const leastSteps = 3;
const mostSteps = 30;
/** Enough steps for a steady median, few enough for a software driver. */
const patienceMs = 2_000;

/**
 * Times one step of the search, representation distance and its gradient by the image, on a device: images and targets
 * that look random, the same on every device.
 */
export async function measureDevice({ device: id, networkPath, batch }: MeasuringTask, now: () => number): Promise<MeasuredStep> {
  const device = await openDevice(id);
  const start = now();
  const network = openNetwork(await readNetworkFolder(networkPath));
  const cut = representationGraph(network, penultimateLayer(network).name);
  const { graph } = stepGraph(cut, { kind: 'regularizer-free' });
  const executable = await device.open(graph);
  const openMs = now() - start;
  try {
    const feeds = { image: uniform([batch, ...cut.imageShape], 'images'), targetRepresentation: uniform([batch, ...cut.representationShape], 'targets') };
    const timesMs: number[] = [];
    const step = async (): Promise<Record<string, Tensor>> => {
      const before = now();
      const results = await executable.run(feeds);
      timesMs.push(now() - before);
      return results;
    };
    const results = await step();
    for (let run = 1; run < device.settlesAtRun; run++) await step();
    const [firstStepMs] = timesMs.splice(0) as [number];
    while (timesMs.length < leastSteps || (timesMs.length < mostSteps && timesMs.reduce((sum, ms) => sum + ms) < patienceMs)) await step();
    return {
      version: device.version,
      threads: device.threads,
      openMs,
      firstStepMs,
      stepMs: timesMs.sort((a, b) => a - b)[Math.floor(timesMs.length / 2)]!,
      // Both are float32 by construction of the graph.
      distances: results['distance']!.data as Float32Array,
      gradients: results['gradient']!.data as Float32Array,
    };
  } finally {
    await executable.close();
  }
}

function uniform(shape: readonly number[], purpose: string): Tensor {
  const random = createRandom(`measure-device/${purpose}`);
  return { type: 'float32', shape, data: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => random.uniform()) };
}
