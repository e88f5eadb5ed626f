import { readFileSync } from 'node:fs';
import { makeTensor } from '@lookalike/graph';
import { inspectNetwork } from '@lookalike/network';
import { createRandom } from '@lookalike/random';
import { listDevices, openDevice } from '@lookalike/runtime';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';

const file = new URL('../../packages/network/src/onnx-cases/D-argmax-behind.onnx', import.meta.url);
const devices = (await listDevices()).filter(({ available, hardware }) => available && hardware === 'processor');

describe('a network with ArgMax behind its logits', () => {
  const { network } = inspectNetwork(new Map([['D-argmax-behind.onnx', new Uint8Array(readFileSync(file))]]));
  const random = createRandom('images before ArgMax');
  const images = makeTensor('float32', [2, 3, 32, 32], Array.from({ length: 2 * 3 * 32 * 32 }, () => random.uniform()));

  it('has the layer before its last fully connected one as representation', () => {
    expect(network?.defaultLayer.rule).toBe('input of the last fully connected layer');
    expect(network?.layers.find(({ isDefault }) => isDefault)?.shape).toEqual(['N', 16]);
    expect(network?.blockedLayers).toEqual([]);
  });

  it.each(devices.map(({ id }) => id))('gives on %s logits whose greatest is what ONNX Runtime finds with the whole file', async (id) => {
    const session = await ort.InferenceSession.create(file.pathname);
    const classes = (await session.run({ [session.inputNames[0]!]: new ort.Tensor('float32', images.data as Float32Array, images.shape) }))[session.outputNames[0]!]!;
    const executable = await (await openDevice(id)).open(network!.graph);
    const logits = (await executable.run({ [network!.input.name]: images }))[network!.graph.outputs[0]!]!;
    await executable.close();
    const [count, width] = logits.shape as [number, number];
    const greatest = Array.from({ length: count }, (_, i) => Array.from(logits.data.slice(i * width, (i + 1) * width), Number)).map((row) => row.indexOf(Math.max(...row)));
    expect(greatest).toEqual(Array.from(classes.data as BigInt64Array, Number));
  }, 60_000);
});
