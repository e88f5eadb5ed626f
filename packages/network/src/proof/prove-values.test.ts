import { readFileSync } from 'node:fs';
import { evaluate, type Graph, type Tensor } from '@lookalike/graph';
import { decodeImage } from '@lookalike/images';
import { expect, it } from 'vitest';
import type { NetworkProof, RunGraph, ValuesVerdict } from '../index.ts';
import { proveValues } from './prove-values.ts';
import { provenNetwork } from '../testing/proven-network.ts';

const fixture = (name: string): ReturnType<typeof provenNetwork> => provenNetwork(readFileSync(new URL(`fixtures/${name}.onnx`, import.meta.url)));
const { graph, proof, defaultLayer } = fixture('right');
const run: RunGraph = async (part, inputs) => Object.fromEntries(evaluate(part, new Map(Object.entries(inputs)), part.outputs));
const prove = ({ network = graph, layer = defaultLayer.name, against = proof }: { readonly network?: Graph; readonly layer?: string; readonly against?: NetworkProof } = {}): Promise<ValuesVerdict> =>
  proveValues(against, { graph: network, layer, images: { decode: decodeImage }, run });

/** The network with one of its weights changed. */
function changed(name: string, change: (value: number) => number): Graph {
  const tensor = graph.constants.get(name)!;
  const data = (tensor.data as Float32Array).map(change);
  return { ...graph, constants: new Map<string, Tensor>([...graph.constants, [name, { ...tensor, data }]]) };
}
const weights = [...graph.constants].filter(([, { type, shape }]) => type === 'float32' && shape.length > 1).map(([name]) => name);

it('the representation and the top classes that PyTorch computed come again', async () => {
  const verdict = await prove();
  expect(verdict.isEqual).toBe(true);
  expect(verdict.relativeError).toBeLessThan(1e-6);
  expect(verdict.message).toMatch(/^The representation is equal to \de-\d+ to what PyTorch 2\.[\d.]+ computed, and so are the top classes\.$/);
});

it('how images are prepared has no part in it', async () => {
  for (const name of ['bgr', 'byte-range', 'other-crop'] as const) {
    const other = fixture(name);
    expect((await prove({ network: other.graph, against: other.proof })).isEqual).toBe(true);
  }
});

it('weights that are a percent off are refused', async () => {
  const verdict = await prove({ network: changed(weights[0]!, (value) => value * 1.01) });
  expect(verdict).toMatchObject({ isEqual: false, message: expect.stringMatching(/given the same pixels, it is \de-[23] of its length away/) });
});

it('another classifier behind the same representation is refused', async () => {
  const verdict = await prove({ network: changed(weights.at(-1)!, (value) => -value) });
  expect(verdict).toMatchObject({ isEqual: false, message: expect.stringContaining('the top class of test image 1 is not') });
});

it('of classes in a tie each may be the top one', async () => {
  const tied: Graph = { ...graph, constants: new Map([...graph.constants].map(([name, tensor]): [string, Tensor] => (tensor.shape.includes(5) ? [name, { ...tensor, data: new Float32Array(tensor.data.length) }] : [name, tensor]))) };
  expect((await prove({ network: tied })).isEqual).toBe(true);
});

it('values that are not finite are refused', async () => {
  expect(await prove({ network: changed(weights[0]!, () => Number.NaN) })).toMatchObject({ isEqual: false, message: expect.stringContaining('not finite') });
});

it('another layer is said to be one', async () => {
  expect(await prove({ layer: graph.outputs[0]! })).toMatchObject({ isEqual: false, message: expect.stringContaining('has 5 values an image, and the representation that PyTorch') });
});
