import { readdirSync, readFileSync } from 'node:fs';
import { cutAt, differentiate, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import { penultimateLayer, readNetworkFiles } from '@lookalike/network';
import type { Graph, Tensor } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import { listDevices, openDevice } from '@lookalike/runtime';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';

/** Of the norm. Values are those of ONNX Runtime with the file as it is, in float32; gradients those of double precision. */
const tolerance = 2e-5;
const imageCount = 3;

const folder = new URL('../../packages/network/src/onnx-cases/', import.meta.url);
const devices = (await listDevices()).filter(({ available, hardware }) => available && hardware === 'processor');

describe.each(['A-default-export.onnx', 'B-vit-fixed-batch-ts.onnx', 'B-resize-sizes-fixed-batch-dynamo.onnx'])('the network %s, which PyTorch wrote for a batch of 1', (name) => {
  const files = new Map(readdirSync(folder).filter((each) => each.startsWith(name)).map((each) => [each, new Uint8Array(readFileSync(new URL(each, folder)))]));
  const network = readNetworkFiles(files);
  const [input] = network.inputs as [Graph['inputs'][number]];
  const random = createRandom(name);
  const images = makeTensor('float32', [imageCount, 3, 32, 32], Array.from({ length: imageCount * 3 * 32 * 32 }, () => random.uniform()));

  it('has an open batch', () => expect(input.shape).toEqual(['N', 3, 32, 32]));

  it.each(devices.map(({ id }) => id))('has on %s for each of three images what the file gives for it alone', async (id) => {
    const session = await ort.InferenceSession.create(new URL(name, folder).pathname);
    const [output] = session.outputNames as [string];
    const alone = await Promise.all(Array.from({ length: imageCount }, async (_, i) => {
      const image = new ort.Tensor('float32', (images.data as Float32Array).slice(i * 3072, (i + 1) * 3072), [1, 3, 32, 32]);
      return [...(await session.run({ [input.name]: image }))[output]!.data as Float32Array];
    }));
    const executable = await (await openDevice(id)).open(network);
    const together = await executable.run({ [input.name]: images });
    await executable.close();
    expect(relativeError(together[network.outputs[0]!]!, alone.flat())).toBeLessThan(tolerance);
  });

  it.each(devices.map(({ id }) => id))('has on %s the gradient of double precision', async (id) => {
    const { graph, gradient } = withGradient(network);
    const executable = await (await openDevice(id)).open(graph);
    const found = await executable.run({ [input.name]: images });
    await executable.close();
    const expected = evaluate(graph, new Map([[input.name, images]])).get(gradient)!;
    expect(Math.hypot(...Array.from(expected.data, Number))).toBeGreaterThan(1e-3);
    expect(relativeError(found[gradient]!, Array.from(expected.data, Number))).toBeLessThan(tolerance);
  });
});

/** The gradient of a weighted sum of the representation by the images. */
function withGradient(network: Graph): { readonly graph: Graph; readonly gradient: string } {
  const layer = penultimateLayer(network).name;
  const b = new GraphBuilder(cutAt(network, layer));
  const sizes = b.shapeOf(layer).slice(1).map(Number);
  const random = createRandom('weights of the representation');
  const weights = b.constant(makeTensor('float32', sizes, Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, () => 2 * random.uniform() - 1)));
  const score = b.output(b.reduceSum(b.mul(layer, weights), sizes.map((_, i) => i + 1)));
  return differentiate(b.build(), { of: score, withRespectTo: network.inputs[0]!.name });
}

function relativeError({ data }: Tensor, expected: readonly number[]): number {
  expect(data).toHaveLength(expected.length);
  const norm = Math.hypot(...expected);
  const difference = Math.hypot(...expected.map((value, i) => Number(data[i]) - value));
  return norm === 0 ? difference : difference / norm;
}
