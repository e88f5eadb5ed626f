import { choiceCases } from './choice-cases.ts';
import { attentionCases } from './attention-cases.ts';
import { contributedCases } from './contributed-cases.ts';
import { einsumCases } from './einsum-cases.ts';
import { gridCases } from './grid-cases.ts';
import { lengthCases } from './length-cases.ts';
import { quantisedCases } from './quantised-cases.ts';
import { volumeCases } from './volume-cases.ts';
import { float, floats, integers, one, toFloat, toMask, zero } from './written-out.ts';
import type { WrittenOut } from './written-out.ts';

/** Every operator that import writes out, by itself in a file. */
export const writtenOutCases: readonly WrittenOut[] = [
  { name: 'Celu', nodes: [one('Celu', { alpha: float(0.7) })] },
  { name: 'GlobalLpPool of order 2', nodes: [one('GlobalLpPool')] },
  { name: 'GlobalLpPool of order 1', nodes: [one('GlobalLpPool', { p: 1 })] },
  { name: 'IsNaN', nodes: [{ operator: 'Sqrt', inputs: ['x'], outputs: ['r'] }, { operator: 'IsNaN', inputs: ['r'], outputs: ['m'] }, toFloat('m')], isFlat: true },
  { name: 'LpNormalization', nodes: [one('LpNormalization', { axis: 1 })] },
  { name: 'LpNormalization of order 1', nodes: [one('LpNormalization', { p: 1 })] },
  { name: 'Mean of three inputs, one broadcast', nodes: [one('Mean', {}, ['x', 'a', 'c'])], inputs: { x: ['N', 4, 3, 5], a: ['N', 4, 3, 5], c: [5] } },
  { name: 'MeanVarianceNormalization', nodes: [one('MeanVarianceNormalization', { axes: [1, 2, 3] })] },
  { name: 'Mish', opset: 18, nodes: [one('Mish')] },
  { name: 'ReduceL1 with axes as an attribute', opset: 13, nodes: [one('ReduceL1', { axes: [1, -1], keepdims: 0 })] },
  { name: 'ReduceL1 with axes as an input', opset: 18, nodes: [one('ReduceL1', {}, ['x', 'axes'])], weights: [integers('axes', [2])] },
  { name: 'ReduceLogSum', opset: 18, nodes: [{ operator: 'Exp', inputs: ['x'], outputs: ['e'] }, one('ReduceLogSum', {}, ['e', 'axes'])], weights: [integers('axes', [1, 2])] },
  { name: 'ReduceLogSumExp that keeps its axes', opset: 13, nodes: [one('ReduceLogSumExp', { axes: [2, 3] })] },
  { name: 'ReduceLogSumExp that drops its axes', opset: 18, nodes: [one('ReduceLogSumExp', { keepdims: 0 }, ['x', 'axes'])], weights: [integers('axes', [1])] },
  { name: 'ReduceSumSquare', opset: 11, nodes: [one('ReduceSumSquare', { axes: [1] })] },
  { name: 'Shrink', nodes: [one('Shrink', { lambd: float(0.3), bias: float(0.1) })] },
  { name: 'Softsign', nodes: [one('Softsign')] },
  { name: 'ThresholdedRelu', nodes: [one('ThresholdedRelu', { alpha: float(0.4) })] },
  { name: 'Trilu, the upper triangle from the diagonal on', nodes: [one('Trilu')] },
  { name: 'Trilu, the lower triangle with a diagonal of its own', nodes: [one('Trilu', { upper: 0 }, ['x', 'k'])], weights: [integers('k', [-1], [])] },
  { name: 'Upsample by the nearest pixel', opset: 9, nodes: [one('Upsample', { mode: 'nearest' }, ['x', 's'])], weights: [floats('s', [4], [1, 1, 2, 2])] },
  { name: 'Upsample linearly', opset: 9, nodes: [one('Upsample', { mode: 'linear' }, ['x', 's'])], weights: [floats('s', [4], [1, 1, 2, 3])] },
  { name: 'Resize of opset 10', opset: 10, nodes: [one('Resize', { mode: 'linear' }, ['x', 's'])], weights: [floats('s', [4], [1, 1, 2, 3])] },
  { name: 'Resize of opset 10 to the nearest pixel', opset: 10, nodes: [one('Resize', {}, ['x', 's'])], weights: [floats('s', [4], [1, 1, 3, 1.5])] },
  { name: 'Scatter of opset 9', opset: 9, nodes: [one('Scatter', { axis: 1 }, ['x', 'i', 'u'])], inputs: { x: ['N', 4] }, weights: [integers('i', [3, 1], [1, 2]), floats('u', [1, 2], [1, 2])] },
  { name: 'Xor', nodes: [toMask('x', 'a'), toMask('c', 'd'), { operator: 'Xor', inputs: ['a', 'd'], outputs: ['m'] }, toFloat('m')], inputs: { x: ['N', 4], c: ['N', 4] }, weights: [zero], isFlat: true },
  { name: 'CastLike', nodes: [{ operator: 'CastLike', inputs: ['x', 'i'], outputs: ['t'] }, toFloat('t')], weights: [integers('i', [1])], isFlat: true },
  { name: 'GroupNormalization of opset 18, with a scale per group', opset: 18, nodes: [one('GroupNormalization', { num_groups: 2 }, ['x', 's', 'o'])], weights: [floats('s', [2], [0.5, 2]), floats('o', [2], [1, -1])] },
  { name: 'GroupNormalization of opset 20, with a scale per group', opset: 20, nodes: [one('GroupNormalization', { num_groups: 4, epsilon: float(0.1) }, ['x', 's', 'o'])], weights: [floats('s', [4], [0.5, 2, 1, 3]), floats('o', [4], [1, -1, 0, 2])] },
  ...attentionCases,
  ...contributedCases,
  ...einsumCases,
  ...quantisedCases,
  ...volumeCases,
  ...choiceCases,
  ...lengthCases,
  ...gridCases,
];
