import { readFileSync } from 'node:fs';
import { differentiate, elementCount, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import { createRandom } from '@lookalike/random';
import { openDevice } from '@lookalike/runtime';
import type { Device, DeviceId } from '@lookalike/runtime';
import * as ort from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkGradient } from '../../packages/graph/src/testing/check-gradient.ts';

/** Networks as PyTorch 2.15 writes them, with random weights; images [N, 3, 32, 32]. */
const files = ['I-lrn.onnx', 'I-topk-inside.onnx'] as const;

const folder = new URL('../../packages/network/src/onnx-cases/', import.meta.url);

/** Of float32, relative to the greatest magnitude. */
const tolerance = 1e-4;

describe.each(files)('%s', (file) => {
  const bytes = readFileSync(new URL(file, folder));
  const random = createRandom(file);
  const image = makeTensor('float32', [2, 3, 32, 32], Array.from({ length: elementCount([2, 3, 32, 32]) }, () => random.uniform()));

  it('computes what ONNX Runtime computes of the file as it is', async () => {
    const network = readOnnx(bytes);
    const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
    const theirs = await session.run({ [network.inputs[0]!.name]: new ort.Tensor('float32', image.data as Float32Array, [...image.shape]) });
    await session.release();
    const [output] = network.outputs;
    expectClose(evaluate(network, new Map([[network.inputs[0]!.name, image]])).get(output!)!, Array.from(theirs[output!]!.data as Float32Array));
  });

  it('has a gradient that agrees with finite differences', () => {
    const { graph, of, input } = withDistance(readOnnx(bytes));
    checkGradient(graph, { of, withRespectTo: input, feeds: new Map([[input, image]]) });
  });

  describe.each<DeviceId>(['onnxruntime-cpu', 'tfjs-wasm'])('on %s', (id) => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice(id);
    });

    it('computes its representation and gradient as double precision does', async () => {
      const { graph, of, input } = withDistance(readOnnx(bytes));
      const step = differentiate(graph, { of, withRespectTo: input });
      const expected = evaluate(step.graph, new Map([[input, image]]));
      const executable = await device.open(step.graph);
      const values = await executable.run({ [input]: image });
      await executable.close();
      for (const name of [of, step.gradient]) expectClose(values[name]!, Array.from(expected.get(name)!.data, Number));
    });
  });
});

/** The length of the representation, for each image. */
function withDistance(network: Graph): { readonly graph: Graph; readonly of: string; readonly input: string } {
  const b = new GraphBuilder(network);
  const layer = penultimateLayer(network).name;
  const of = b.reduceL2(layer, b.shapeOf(layer).slice(1).map((_, i) => i + 1));
  b.setOutputs([of]);
  return { graph: b.build(), of, input: network.inputs[0]!.name };
}

function expectClose(got: Tensor, wanted: readonly number[]): void {
  const scale = Math.max(...wanted.map(Math.abs));
  expect(scale).toBeGreaterThan(0);
  expect(got.data).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    if (!(Math.abs(Number(got.data[i]) - value) <= tolerance * scale)) expect.fail(`${got.data[i]} for ${value} at ${i} of ${wanted.length}`);
  });
}
