import { integers, one } from './written-out.ts';
import type { WrittenOut } from './written-out.ts';

const inputs = { x: ['N', 4, 7, 8] };

/** Lengths of windows, and columns of windows put together again. */
export const lengthCases: readonly WrittenOut[] = [
  { name: 'LpPool of order 2', opset: 18, nodes: [one('LpPool', { kernel_shape: [2, 3], strides: [2, 1], pads: [1, 0, 0, 1] })], inputs },
  { name: 'LpPool of order 1', opset: 18, nodes: [one('LpPool', { kernel_shape: [3, 3], p: 1 })], inputs: { x: ['N', 16, 5, 6] } },
  { name: 'LpPool of order 3 in ceil mode', opset: 18, nodes: [one('LpPool', { kernel_shape: [2, 2], strides: [2, 2], p: 3, ceil_mode: 1 })], inputs },
  { name: 'LpPool with dilation', opset: 18, nodes: [one('LpPool', { kernel_shape: [2, 2], dilations: [2, 3] })], inputs },
  { name: 'LpPool with automatic padding', opset: 11, nodes: [one('LpPool', { kernel_shape: [2, 2], strides: [2, 2], auto_pad: 'SAME_UPPER' })], inputs },
  { name: 'LpPool along a line', opset: 18, nodes: [one('LpPool', { kernel_shape: [3], strides: [2] })], inputs: { x: ['N', 4, 9] } },
  { name: 'LpPool of a volume', opset: 18, nodes: [one('LpPool', { kernel_shape: [2, 2, 2], strides: [1, 2, 2] })], inputs: { x: ['N', 2, 3, 5, 4] } },
  { name: 'GlobalLpPool of order 3', nodes: [one('GlobalLpPool', { p: 3 })] },
  { name: 'Col2Im of windows that overlap', opset: 18, nodes: [one('Col2Im', { pads: [1, 1, 1, 1] }, ['x', 'image', 'block'])], inputs: { x: ['N', 18, 20] }, weights: [integers('image', [4, 5]), integers('block', [3, 3])] },
  { name: 'Col2Im with strides, dilations and uneven pads', opset: 18, nodes: [one('Col2Im', { strides: [2, 1], dilations: [1, 2], pads: [1, 0, 0, 1] }, ['x', 'image', 'block'])], inputs: { x: ['N', 64, 12] }, weights: [integers('image', [6, 5]), integers('block', [2, 2])] },
];
