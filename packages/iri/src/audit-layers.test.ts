import { readFileSync } from 'node:fs';
import { GraphBuilder } from '@lookalike/graph';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import type { Graph } from '@lookalike/graph';
import { expect, it } from 'vitest';
import { auditLayers } from './audit-layers.ts';

/** @param shortcut whether each block adds what it starts from. */
function blocks(count: number, shortcut: boolean): Graph {
  const b = new GraphBuilder({ name: 'blocks' });
  let value = b.input('image', { type: 'float32', shape: ['N', 3, 4, 4] });
  const weights = b.floats([3, 3, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  for (let block = 0; block < count; block++) {
    const convolved = b.conv(value, weights, {});
    value = b.append('Relu', [shortcut ? b.add(convolved, value) : convolved], {}, { outputs: [`block ${block}`] })[0]!;
  }
  b.append('ReduceMean', [value, b.integers([2, 3])], { keepdims: 0 }, { outputs: ['pooled'] });
  b.append('MatMul', ['pooled', b.floats([3, 2], [1, 2, 3, 4, 5, 6])], {}, { outputs: ['logits'] });
  b.output('logits');
  return b.build();
}

it('chooses the ends of residual blocks, at most six, evenly spaced', () => {
  // What the last block ends in goes to the average alone, which is the representation.
  expect(auditLayers(blocks(4, true), 'pooled')).toEqual(['block 0', 'block 1', 'block 2']);
  expect(auditLayers(blocks(12, true), 'pooled')).toEqual(['block 0', 'block 2', 'block 4', 'block 6', 'block 8', 'block 10']);
});

it('chooses among all layers of a network without shortcuts', () => {
  const layers = auditLayers(blocks(2, false), 'pooled');
  expect(layers).toEqual([expect.any(String), 'block 0', expect.any(String), 'block 1']);
});

it('finds the block ends of a real network, inside no branch', () => {
  const network = readOnnx(readFileSync('networks/cifar10-resnet10-robust.onnx'));
  const layers = auditLayers(network, penultimateLayer(network).name);
  expect(layers).toHaveLength(4);
  const makers = layers.map((layer) => network.nodes.find(({ outputs }) => outputs.includes(layer))!.operator);
  expect(makers).toEqual(['Relu', 'Relu', 'Relu', 'Relu']);
});
