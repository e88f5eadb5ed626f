import { one, sines } from './written-out.ts';
import type { WrittenOut } from './written-out.ts';

const inputs = { x: ['N', 4, 5, 6, 7] };
/** Many channels, as the kernels of processors take them in blocks. */
const many = { x: ['N', 16, 4, 5, 3] };

/** Windows over volumes [N, C, D, H, W]. */
export const volumeCases: readonly WrittenOut[] = [
  { name: 'AveragePool along the depth, as local response normalisation is written', nodes: [one('AveragePool', { kernel_shape: [3, 1, 1], strides: [1, 1, 1], pads: [0, 0, 0, 0, 0, 0] })], inputs: { x: ['N', 1, 8, 3, 4] } },
  { name: 'AveragePool of a volume', nodes: [one('AveragePool', { kernel_shape: [2, 3, 2], strides: [2, 1, 2], pads: [1, 1, 0, 0, 1, 1] })], inputs },
  { name: 'AveragePool of a volume that counts padding', nodes: [one('AveragePool', { kernel_shape: [3, 3, 3], strides: [2, 2, 1], pads: [1, 1, 1, 1, 1, 1], count_include_pad: 1 })], inputs: many },
  { name: 'AveragePool of a volume in ceil mode', opset: 19, nodes: [one('AveragePool', { kernel_shape: [2, 3, 3], strides: [2, 2, 2], ceil_mode: 1 })], inputs },
  { name: 'MaxPool of a volume', nodes: [one('MaxPool', { kernel_shape: [2, 3, 2], strides: [2, 2, 1], pads: [0, 1, 1, 1, 0, 0] })], inputs },
  { name: 'MaxPool of a volume of many channels', nodes: [one('MaxPool', { kernel_shape: [3, 3, 3], strides: [2, 2, 2], pads: [1, 1, 1, 1, 1, 1] })], inputs: many },
  { name: 'MaxPool across each slice of a volume', nodes: [one('MaxPool', { kernel_shape: [1, 3, 3], strides: [1, 2, 2], pads: [0, 1, 1, 0, 1, 1] })], inputs },
  { name: 'MaxPool of a volume with automatic padding', nodes: [one('MaxPool', { kernel_shape: [2, 2, 3], strides: [2, 2, 2], auto_pad: 'SAME_UPPER' })], inputs },
  { name: 'GlobalAveragePool of a volume', nodes: [one('GlobalAveragePool')], inputs },
  { name: 'GlobalMaxPool of a volume', nodes: [one('GlobalMaxPool')], inputs },
  { name: 'Conv of a volume', nodes: [one('Conv', { pads: [1, 1, 1, 1, 1, 1] }, ['x', 'w', 'c'])], inputs, weights: [sines('w', [5, 4, 3, 3, 3]), sines('c', [5])] },
  { name: 'Conv of a volume with strides, dilations and uneven pads', nodes: [one('Conv', { strides: [2, 1, 2], dilations: [1, 2, 1], pads: [0, 2, 1, 1, 1, 0] }, ['x', 'w'])], inputs, weights: [sines('w', [3, 4, 3, 2, 3])] },
  { name: 'Conv of a volume in groups', nodes: [one('Conv', { group: 2, pads: [1, 0, 1, 0, 1, 1], dilations: [2, 1, 1] }, ['x', 'w'])], inputs, weights: [sines('w', [6, 2, 2, 2, 3])] },
  { name: 'Conv of a volume for each channel', nodes: [one('Conv', { group: 4, pads: [1, 1, 1, 1, 1, 1], strides: [1, 2, 2] }, ['x', 'w'])], inputs, weights: [sines('w', [4, 1, 3, 3, 3])] },
  { name: 'Conv across each slice of a volume, as in LambdaNet', nodes: [one('Conv', { pads: [0, 2, 2, 0, 2, 2] }, ['x', 'w', 'c'])], inputs: { x: ['N', 1, 6, 5, 4] }, weights: [sines('w', [16, 1, 1, 5, 5]), sines('c', [16])] },
  { name: 'Conv along the depth of a volume of many channels', nodes: [one('Conv', { auto_pad: 'SAME_UPPER' }, ['x', 'w'])], inputs: many, weights: [sines('w', [17, 16, 3, 1, 1])] },
];
