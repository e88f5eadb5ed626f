import { expect, it } from 'vitest';
import { partsOfNetwork } from './index.ts';
import { onnxFile } from './testing/onnx-file.ts';

const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const empty = new Uint8Array();

it('an ONNX file’s parts are it and the weights that it names', () => {
  const main = onnxFile({ weights: [{ name: 'w', dims: [1], external: { location: 'net.onnx.data' } }, { name: 'v', dims: [1], external: { location: 'more.bin' } }] });
  expect(partsOfNetwork(new Map([['README.md', empty], ['net.onnx.data', empty], ['net.onnx', main]]))).toMatchObject({ format: 'onnx', main: 'net.onnx', missing: ['more.bin'] });
  expect([...partsOfNetwork(new Map([['README.md', empty], ['net.onnx.data', empty], ['net.onnx', main]])).files.keys()]).toEqual(['net.onnx', 'net.onnx.data']);
});

it('a TensorFlow.js model’s parts are model.json and the shards that it lists', () => {
  const main = text({ modelTopology: {}, weightsManifest: [{ paths: ['b.bin', 'a.bin'] }, { paths: ['c.bin'] }] });
  const parts = partsOfNetwork(new Map([['net/b.bin', empty], ['net/preview.png', empty], ['net/a.bin', empty], ['net/model.json', main]]));
  expect([...parts.files.keys(), parts.missing]).toEqual(['net/model.json', 'net/a.bin', 'net/b.bin', ['c.bin']]);
});
