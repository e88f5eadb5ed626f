import type { OnnxNode } from '../../../packages/network/src/testing/onnx-file.ts';
import { float, one, sines } from './written-out.ts';
import type { WrittenOut } from './written-out.ts';

const contributed = (operator: string, attributes: NonNullable<OnnxNode['attributes']>, inputs: readonly string[]): readonly OnnxNode[] => [{ ...one(operator, attributes, inputs), domain: 'com.microsoft' }];
const image = { x: ['N', 4, 5, 6] } as const;
const conv = [sines('w', [3, 4, 3, 3]), sines('b', [3], 1)];
const padded = { pads: [1, 1, 1, 1], kernel_shape: [3, 3] } as const;
const rows = { x: ['N', 5] } as const;

/** What ONNX Runtime writes when it saves an optimised network. */
export const contributedCases: readonly WrittenOut[] = [
  ...(['Relu', 'Tanh', 'Sigmoid'] as const).map((activation): WrittenOut => ({ name: `FusedConv with ${activation}`, nodes: contributed('FusedConv', { ...padded, activation }, ['x', 'w', 'b']), inputs: image, weights: conv })),
  { name: 'FusedConv with Relu after a sum', nodes: contributed('FusedConv', { ...padded, activation: 'Relu' }, ['x', 'w', 'b', 'z']), inputs: { ...image, z: ['N', 3, 5, 6] }, weights: conv },
  { name: 'FusedConv with LeakyRelu and automatic padding', nodes: contributed('FusedConv', { auto_pad: 'SAME_UPPER', strides: [2, 2], activation: 'LeakyRelu', activation_params: { floats: [0.2] } }, ['x', 'w']), inputs: image, weights: conv },
  { name: 'FusedConv with Clip', nodes: contributed('FusedConv', { ...padded, activation: 'Clip', activation_params: { floats: [-0.5, 1.5] } }, ['x', 'w', 'b']), inputs: image, weights: conv },
  { name: 'FusedConv with HardSigmoid', nodes: contributed('FusedConv', { ...padded, activation: 'HardSigmoid', activation_params: { floats: [0.1, 0.4] } }, ['x', 'w', 'b']), inputs: image, weights: conv },
  { name: 'FusedGemm with Relu', nodes: contributed('FusedGemm', { transB: 1, activation: 'Relu' }, ['x', 'w', 'b']), inputs: rows, weights: [sines('w', [3, 5]), sines('b', [3], 1)] },
  { name: 'FusedGemm with LeakyRelu', nodes: contributed('FusedGemm', { alpha: float(0.5), activation: 'LeakyRelu', activation_alpha: float(0.3) }, ['x', 'w', 'b']), inputs: rows, weights: [sines('w', [5, 3]), sines('b', [3], 1)] },
  { name: 'FusedMatMul with a factor, of a transposed matrix', nodes: contributed('FusedMatMul', { transB: 1, alpha: float(0.25) }, ['x', 'c']), inputs: { x: ['N', 2, 3, 5], c: ['N', 2, 4, 5] } },
  { name: 'Gelu of ONNX Runtime', nodes: contributed('Gelu', {}, ['x']) },
  { name: 'BiasGelu', nodes: contributed('BiasGelu', {}, ['x', 'b']), weights: [sines('b', [5])] },
  { name: 'FastGelu', nodes: contributed('FastGelu', {}, ['x']) },
  { name: 'FastGelu with a bias', nodes: contributed('FastGelu', {}, ['x', 'b']), weights: [sines('b', [5])] },
  { name: 'QuickGelu', nodes: contributed('QuickGelu', {}, ['x']) },
  { name: 'SkipLayerNormalization', nodes: contributed('SkipLayerNormalization', { epsilon: float(1e-5) }, ['x', 'c', 'g', 'o', 'b']), inputs: { x: ['N', 3, 5], c: ['N', 3, 5] }, weights: [sines('g', [5]), sines('o', [5], 1), sines('b', [5], 2)] },
  { name: 'LayerNormalization in a file of an older opset', opset: 13, nodes: [one('LayerNormalization', { epsilon: float(1e-5) }, ['x', 'g', 'o'])], weights: [sines('g', [5]), sines('o', [5], 1)] },
  { name: 'SimplifiedLayerNormalization', nodes: [one('SimplifiedLayerNormalization', {}, ['x', 'g'])], weights: [sines('g', [5])] },
];
