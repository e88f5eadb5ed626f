import type { GraphBuilder } from '@lookalike/graph';
import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

/** Weights that look random but are the same everywhere: sines of their position. */
function weights(b: GraphBuilder, shape: readonly number[], phase = 0): string {
  const count = shape.reduce((product, size) => product * size, 1);
  return b.floats(shape, Array.from({ length: count }, (_, i) => Math.sin(1.7 * i + phase)));
}

const x = { shape: ['N', 4, 7, 8] } as const;

export const windowCases: readonly OperatorCase[] = [
  operatorCase({ name: 'Conv 3×3 with padding and bias', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [5, 4, 3, 3]), { pads: [1, 1, 1, 1], bias: weights(b, [5]) }) }),
  operatorCase({ name: 'Conv 1×1', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [3, 4, 1, 1])) }),
  operatorCase({ name: 'Conv 1×1 with padding beyond its reach', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [3, 4, 1, 1]), { pads: [1, 0, 2, 1] }) }),
  operatorCase({ name: 'Conv 1×1 with padding on the far sides only', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [4, 4, 1, 1]), { pads: [0, 0, 0, 1], bias: weights(b, [4]) }) }),
  operatorCase({ name: 'Conv as large as its image with padding on the far sides only', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [4, 4, 7, 8]), { pads: [0, 0, 1, 2] }) }),
  operatorCase({ name: 'Conv 3×3 with stride 2', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [6, 4, 3, 3]), { strides: [2, 2], pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'Conv 1×1 with stride 2', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [6, 4, 1, 1]), { strides: [2, 2] }) }),
  operatorCase({ name: 'Conv 7×7 with stride 2 and padding 3', operator: 'Conv', inputs: { x: { shape: ['N', 3, 12, 13] } }, build: (b, v) => b.conv(v.x, weights(b, [4, 3, 7, 7]), { strides: [2, 2], pads: [3, 3, 3, 3] }) }),
  operatorCase({ name: 'Conv 4×4 with stride 4', operator: 'Conv', inputs: { x: { shape: ['N', 3, 12, 14] } }, build: (b, v) => b.conv(v.x, weights(b, [4, 3, 4, 4]), { strides: [4, 4] }) }),
  operatorCase({ name: 'Conv 3×3 with stride 2 of many channels', operator: 'Conv', inputs: { x: { shape: ['N', 16, 7, 8] } }, build: (b, v) => b.conv(v.x, weights(b, [5, 16, 3, 3]), { strides: [2, 2], pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'Conv of few channels with stride longer than the kernel', operator: 'Conv', inputs: { x: { shape: ['N', 3, 9, 10] } }, build: (b, v) => b.conv(v.x, weights(b, [5, 3, 2, 1]), { strides: [3, 3] }) }),
  operatorCase({ name: 'Conv of few channels with much padding on one side', operator: 'Conv', inputs: { x: { shape: ['N', 3, 6, 7] } }, build: (b, v) => b.conv(v.x, weights(b, [5, 3, 5, 2]), { strides: [2, 2], pads: [4, 0, 0, 5] }) }),
  operatorCase({ name: 'Conv of many channels with stride longer than the kernel', operator: 'Conv', inputs: { x: { shape: ['N', 16, 9, 10] } }, build: (b, v) => b.conv(v.x, weights(b, [3, 16, 2, 3]), { strides: [3, 4], pads: [0, 1, 1, 0] }) }),
  operatorCase({ name: 'Conv of many channels with much padding on one side', operator: 'Conv', inputs: { x: { shape: ['N', 16, 6, 7] } }, build: (b, v) => b.conv(v.x, weights(b, [3, 16, 5, 2]), { strides: [2, 3], pads: [4, 3, 0, 2] }) }),
  operatorCase({ name: 'Conv of six channels to four, without a bias', operator: 'Conv', inputs: { x: { shape: ['N', 6, 5, 6] } }, build: (b, v) => b.conv(v.x, weights(b, [4, 6, 3, 3]), { pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'Conv of nine channels to eight with padding on the far sides only', operator: 'Conv', inputs: { x: { shape: ['N', 9, 4, 4] } }, build: (b, v) => b.conv(v.x, weights(b, [8, 9, 4, 4]), { pads: [0, 0, 1, 2], bias: weights(b, [8]) }) }),
  operatorCase({ name: 'Conv of eight channels to six', operator: 'Conv', inputs: { x: { shape: ['N', 8, 5, 6] } }, build: (b, v) => b.conv(v.x, weights(b, [6, 8, 2, 3]), { strides: [2, 1] }) }),
  operatorCase({ name: 'Conv with different strides and pads per side', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [3, 4, 2, 3]), { strides: [3, 2], pads: [0, 2, 1, 1] }) }),
  operatorCase({ name: 'Conv with dilation 2', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [3, 4, 3, 3]), { dilations: [2, 2], pads: [2, 2, 2, 2] }) }),
  operatorCase({ name: 'Conv with dilation and stride', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [3, 4, 3, 2]), { dilations: [2, 3], strides: [2, 2], pads: [2, 1, 1, 2] }) }),
  operatorCase({ name: 'Conv of one channel to one', operator: 'Conv', inputs: { x: { shape: ['N', 1, 5, 6] } }, build: (b, v) => b.conv(v.x, weights(b, [1, 1, 3, 3]), { pads: [1, 1, 1, 1], bias: weights(b, [1]) }) }),
  operatorCase({ name: 'Conv in two groups', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [6, 2, 3, 3]), { group: 2, pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'Conv in two groups with stride 2', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [6, 2, 3, 3]), { group: 2, strides: [2, 2], pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'Conv for each channel', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [4, 1, 3, 3]), { group: 4, pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'Conv for each channel with stride 2', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [4, 1, 3, 3]), { group: 4, strides: [2, 2], pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'Conv for each channel with stride longer than the kernel', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [4, 1, 2, 1]), { group: 4, strides: [3, 2], pads: [1, 0, 0, 1] }) }),
  operatorCase({ name: 'Conv for each channel with stride 2 and two filters', operator: 'Conv', inputs: { x }, build: (b, v) => b.conv(v.x, weights(b, [8, 1, 3, 3]), { group: 4, strides: [2, 2], pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'Conv with SAME_UPPER padding', operator: 'Conv', inputs: { x }, build: (b, v) => b.op('Conv', [v.x, weights(b, [3, 4, 3, 4])], { auto_pad: 'SAME_UPPER', strides: [2, 2] }) }),
  operatorCase({ name: 'Conv with SAME_LOWER padding', operator: 'Conv', inputs: { x }, build: (b, v) => b.op('Conv', [v.x, weights(b, [3, 4, 2, 4])], { auto_pad: 'SAME_LOWER' }) }),
  operatorCase({ name: 'Conv with VALID padding', operator: 'Conv', inputs: { x }, build: (b, v) => b.op('Conv', [v.x, weights(b, [3, 4, 3, 3])], { auto_pad: 'VALID' }) }),
  operatorCase({ name: 'Conv along one axis', operator: 'Conv', inputs: { x: { shape: ['N', 4, 9] } }, build: (b, v) => b.conv(v.x, weights(b, [3, 4, 3]), { strides: [2], pads: [1, 0] }) }),
  operatorCase({ name: 'ConvTranspose with stride 2', operator: 'ConvTranspose', inputs: { x }, build: (b, v) => b.convTranspose(v.x, weights(b, [4, 3, 3, 3]), { strides: [2, 2], pads: [1, 1, 1, 1], outputPadding: [1, 0], bias: weights(b, [3]) }) }),
  operatorCase({ name: 'ConvTranspose in groups with dilation', operator: 'ConvTranspose', inputs: { x }, build: (b, v) => b.convTranspose(v.x, weights(b, [4, 2, 2, 3]), { group: 2, dilations: [2, 1], pads: [0, 1, 1, 0] }) }),
  operatorCase({ name: 'ConvTranspose of two channels to one per group', operator: 'ConvTranspose', inputs: { x }, build: (b, v) => b.convTranspose(v.x, weights(b, [4, 1, 3, 3]), { group: 2, strides: [2, 2], bias: weights(b, [2]) }) }),
  operatorCase({ name: 'MaxPool 2×2 without overlap', operator: 'MaxPool', inputs: { x: { shape: ['N', 3, 6, 8] } }, build: (b, v) => b.maxPool(v.x, { kernel: [2, 2], strides: [2, 2] }) }),
  operatorCase({ name: 'MaxPool 2×2 that leaves a row and a column out', operator: 'MaxPool', inputs: { x: { shape: ['N', 3, 7, 9] } }, build: (b, v) => b.maxPool(v.x, { kernel: [2, 2], strides: [2, 2] }) }),
  operatorCase({ name: 'MaxPool 3×3 with stride 2 and padding', operator: 'MaxPool', inputs: { x: { shape: ['N', 3, 8, 9] } }, build: (b, v) => b.maxPool(v.x, { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'MaxPool 3×3 with stride 2 in ceil mode', operator: 'MaxPool', inputs: { x: { shape: ['N', 3, 8, 10] } }, build: (b, v) => b.maxPool(v.x, { kernel: [3, 3], strides: [2, 2], ceilMode: true }) }),
  operatorCase({ name: 'MaxPool 3×3 with stride 1', operator: 'MaxPool', inputs: { x: { shape: ['N', 2, 5, 6] } }, build: (b, v) => b.maxPool(v.x, { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'MaxPool with different kernels and strides', operator: 'MaxPool', inputs: { x: { shape: ['N', 2, 7, 9] } }, build: (b, v) => b.maxPool(v.x, { kernel: [2, 3], strides: [3, 2], pads: [0, 1, 1, 0] }) }),
  operatorCase({ name: 'MaxPool with dilation', operator: 'MaxPool', inputs: { x: { shape: ['N', 2, 9, 9] } }, build: (b, v) => b.op('MaxPool', [v.x], { kernel_shape: [3, 2], strides: [2, 1], dilations: [2, 3] }) }),
  operatorCase({ name: 'AveragePool 2×2', operator: 'AveragePool', inputs: { x: { shape: ['N', 3, 6, 8] } }, build: (b, v) => b.averagePool(v.x, { kernel: [2, 2], strides: [2, 2] }) }),
  operatorCase({ name: 'AveragePool 2×2 that leaves a column out', operator: 'AveragePool', inputs: { x: { shape: ['N', 3, 6, 9] } }, build: (b, v) => b.averagePool(v.x, { kernel: [2, 2], strides: [2, 2] }) }),
  operatorCase({ name: 'AveragePool 3×3 that counts padding', operator: 'AveragePool', inputs: { x: { shape: ['N', 3, 7, 8] } }, build: (b, v) => b.averagePool(v.x, { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], countIncludePad: true }) }),
  operatorCase({ name: 'AveragePool 3×3 that does not count padding', operator: 'AveragePool', inputs: { x: { shape: ['N', 3, 7, 8] } }, build: (b, v) => b.averagePool(v.x, { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] }) }),
  operatorCase({ name: 'AveragePool in ceil mode', operator: 'AveragePool', inputs: { x: { shape: ['N', 3, 8, 8] } }, build: (b, v) => b.averagePool(v.x, { kernel: [3, 3], strides: [2, 2], ceilMode: true }) }),
  operatorCase({ name: 'AveragePool in ceil mode that counts padding', operator: 'AveragePool', inputs: { x: { shape: ['N', 3, 8, 9] } }, build: (b, v) => b.averagePool(v.x, { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], ceilMode: true, countIncludePad: true }) }),
  operatorCase({ name: 'AveragePool with a stride longer than the window', operator: 'AveragePool', inputs: { x: { shape: ['N', 3, 8, 9] } }, build: (b, v) => b.averagePool(v.x, { kernel: [2, 1], strides: [3, 2] }) }),
  operatorCase({ name: 'AveragePool with dilation', operator: 'AveragePool', inputs: { x: { shape: ['N', 3, 8, 9] } }, build: (b, v) => b.op('AveragePool', [v.x], { kernel_shape: [2, 3], dilations: [3, 2], strides: [1, 2], pads: [1, 0, 0, 2] }) }),
  operatorCase({ name: 'BatchNormalization of an image', operator: 'BatchNormalization', inputs: { x }, build: (b, v) => b.op('BatchNormalization', [v.x, weights(b, [4]), weights(b, [4], 1), weights(b, [4], 2), b.floats([4], [0.5, 1, 2, 0.1])], { epsilon: 1e-3 }) }),
];
