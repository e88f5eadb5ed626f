import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectNetwork } from '../index.ts';
import { onnxFile } from '../testing/onnx-file.ts';
import { provenNetwork } from '../testing/proven-network.ts';
import { readNetworkNotes } from './network-notes.ts';

const fixture = (name: string): ReturnType<typeof provenNetwork> => provenNetwork(readFileSync(new URL(`fixtures/${name}.onnx`, import.meta.url)));
const file = (metadata: Readonly<Record<string, string>>): ReadonlyMap<string, Uint8Array> => new Map([['network.onnx', onnxFile({
  inputs: { x: ['N', 3, 4, 4] }, outputs: ['y'], weights: [{ name: 'w', dims: [48, 2], floats: Array.from({ length: 96 }, (_, i) => i % 7) }],
  nodes: [{ operator: 'Relu', inputs: ['x'], outputs: ['r'] }, { operator: 'Flatten', inputs: ['r'], outputs: ['f'] }, { operator: 'MatMul', inputs: ['f', 'w'], outputs: ['y'] }], metadata,
})]]);

it('what tools/export-network.py notes is read', () => {
  const network = fixture('right');
  expect(network.classes).toEqual(['tench', 'goldfish', 'great white shark', 'tiger shark', 'hammerhead']);
  expect(network.tags).toEqual({ architecture: 'right', weights: 'as made', residual: 'no', data: 'CIFAR-10' });
  expect(network.defaultLayer).toEqual({ name: 'representation', rule: 'named in the file' });
  expect(network.layers.filter(({ isDefault }) => isDefault)).toMatchObject([{ name: 'representation', size: 96 }]);
  expect(network.preprocessing).toMatchObject({ certainty: 'stated', preprocessing: { heightPx: 32, resize: { shorterSidePx: 36 } } });
  expect(network.proof).toMatchObject({ by: expect.stringMatching(/^PyTorch 2/), images: [{ topClass: expect.any(Number) }, { topClass: expect.any(Number) }] });
  expect(network.proof.images.map(({ representation }) => representation.length)).toEqual([96, 96]);
});

it('a file without notes says nothing', () => {
  expect(readNetworkNotes(new Map())).toEqual({ layer: undefined, classes: [], tags: {}, proof: undefined });
  expect(inspectNetwork(file({})).network).toMatchObject({ classes: [], tags: {}, proof: undefined });
});

it('a named layer that is no longer in the file leaves the choice to the rule', () => {
  expect(inspectNetwork(file({ 'lookalike.layer': 'r' })).network?.defaultLayer).toEqual({ name: 'r', rule: 'named in the file' });
  expect(inspectNetwork(file({ 'lookalike.layer': 'gone' })).network?.defaultLayer).toEqual(inspectNetwork(file({})).network?.defaultLayer);
});

describe('notes that cannot be read are a problem of the network', () => {
  it.each([
    ['lookalike.proof', 'not JSON', 'is no JSON'],
    ['lookalike.proof', '{"version":2,"by":"x","images":[]}', '/version'],
    ['lookalike.proof', '{"version":1,"by":"x","images":[{"image":"*"}]}', '/images/0/image'],
    ['lookalike.classes', '{"0":"tench"}', 'is not as docs/network-notes.md says'],
    ['lookalike.classes', '[1,2]', '/0'],
    ['lookalike.tags', '{"depth":18}', 'is not as docs/network-notes.md says'],
    ['lookalike.preprocessing', '{"range":"[0,2]"}', '/range'],
    ['lookalike.preprocessing', '7', 'required properties'],
    ['lookalike.preprocessing', '{"channelOrder":"grey","range":"[0,1]","mean":[0],"standardDeviation":[1],"resize":{"kind":"stretch","interpolation":"bilinear"}}', 'makes images of 1×4×4 values, the network takes 3×4×4'],
    ['lookalike.preprocessing', '{"heightPx":8,"channelOrder":"RGB","range":"[0,1]","mean":[0,0,0],"standardDeviation":[1,1,1],"resize":{"kind":"stretch","interpolation":"bilinear"}}', 'makes images of 3×8×4 values'],
  ])('%s: %s', (key, text, said) => {
    const { network, problems } = inspectNetwork(file({ [key]: text }));
    expect(network).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'graph.bad_notes', message: expect.stringContaining(said) }]);
    expect(problems[0]?.message).toContain(`"${key}"`);
  });
});
