import { readFileSync } from 'node:fs';
import { elementCount, makeTensor } from '@lookalike/graph';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import type { Tensor } from '@lookalike/graph';
import { representationGraph, stepGraph } from '@lookalike/iri';
import { createRandom } from '@lookalike/random';
import { listDevices, openDevice } from '@lookalike/runtime';
import { describe, expect, it } from 'vitest';
import { useSoftwareVulkan } from '../../packages/runtime/src/testing/software-vulkan.ts';

/** Of the greatest magnitude; float32 on two devices differs by some 1e-6. */
const tolerance = 1e-4;

const reference = 'onnxruntime-cpu';

useSoftwareVulkan();
const reports = (await listDevices()).filter(({ id }) => id !== reference);

describe.each(['cifar10-resnet10-standard', 'cifar10-resnet10-robust'])('a step of %s', (name) => {
  const network = readOnnx(readFileSync(new URL(`../../networks/${name}.onnx`, import.meta.url)));
  const cut = representationGraph(network, penultimateLayer(network).name);
  const { graph } = stepGraph(cut, { kind: 'regularizer-free' });
  const feeds = { image: uniform([2, ...cut.imageShape]), targetRepresentation: uniform([2, ...cut.representationShape]) };
  const step = async (id: string): Promise<Record<string, Tensor>> => {
    const executable = await (await openDevice(id)).open(graph);
    try {
      return await executable.run(feeds);
    } finally {
      await executable.close();
    }
  };

  for (const { id, available, hardware, reason } of reports) {
    if (!available) it.skip(`${id} is not tested here: ${reason}`);
    else if (hardware === 'software-gpu' && name !== 'cifar10-resnet10-standard') it.skip(`${id}: a software driver compiles for 11 s; both networks have the same nodes`);
    else {
      it(`on ${id} has the distance and gradient that ${reference} has`, async () => {
        const [found, expected] = [await step(id), await step(reference)];
        for (const output of ['distance', 'gradient']) expect(greatestRelativeError(found[output]!, expected[output]!), output).toBeLessThan(tolerance);
      });
    }
  }
});

function uniform(shape: readonly number[]): Tensor {
  const random = createRandom(shape.join());
  return makeTensor('float32', shape, Array.from({ length: elementCount(shape) }, () => random.uniform()));
}

function greatestRelativeError(found: Tensor, expected: Tensor): number {
  const [ours, theirs] = [found, expected].map(({ data }) => Array.from(data, Number)) as [number[], number[]];
  const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(ours).toHaveLength(theirs.length);
  return greatest(ours.map((value, i) => value - theirs[i]!)) / greatest(theirs);
}
