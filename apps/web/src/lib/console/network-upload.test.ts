import { expect, it } from 'vitest';
import { nameOfNetwork } from './network-upload.ts';

it('a network is first called after its .onnx file, whatever lies beside it', () => {
  expect(nameOfNetwork(['net.onnx.data', 'ResNet 50.onnx', 'config.json'])).toBe('ResNet 50');
  expect(nameOfNetwork(['model.json'])).toBe('model');
  expect(nameOfNetwork(['model.json', 'group1-shard1of1.bin'])).toBe('');
});
