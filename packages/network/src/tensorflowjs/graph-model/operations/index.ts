import type { OperationRule } from '../operation-rule.ts';
import { choiceOperations } from './choices.ts';
import { _FusedConv2D, _FusedMatMul, AvgPool, BatchMatMulV2, Conv2D, Conv2DBackpropInput, DepthwiseConv2dNative, FusedDepthwiseConv2dNative, MatMul, MaxPool } from './convolutions.ts';
import { Einsum } from './einsum.ts';
import { elementwiseOperations } from './elementwise.ts';
import { imageOperations } from './images.ts';
import { shapeOperations } from './shapes.ts';
import { StridedSlice } from './strided-slice.ts';

/** Every operation that can be read, by TensorFlow's name, but for inputs and weights (Placeholder, Const). */
export const operations: Readonly<Record<string, OperationRule>> = {
  ...choiceOperations,
  ...elementwiseOperations,
  ...imageOperations,
  ...shapeOperations,
  AvgPool,
  BatchMatMul: BatchMatMulV2,
  BatchMatMulV2,
  Conv2D,
  Conv2DBackpropInput,
  DepthwiseConv2dNative,
  Einsum,
  FusedDepthwiseConv2dNative,
  MatMul,
  MaxPool,
  StridedSlice,
  _FusedConv2D,
  _FusedMatMul,
};

/** Operations that run a part of the graph, or none, depending on the data. */
export const controlFlow: ReadonlySet<string> = new Set([
  'Case', 'Enter', 'Exit', 'For', 'If', 'LoopCond', 'Merge', 'NextIteration', 'PartitionedCall', 'RefMerge', 'RefSwitch', 'StatefulPartitionedCall', 'StatelessCase', 'StatelessIf', 'StatelessWhile',
  'Switch', 'TensorArrayV3', 'TensorListReserve', 'While',
]);
