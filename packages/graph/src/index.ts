export type { Attribute, Dimension, ElementType, Graph, GraphInput, GraphNode, Shape, Tensor, TensorData, ValueType } from './graph.ts';
export { GraphError } from './graph-error.ts';
export { GraphBuilder } from './builder.ts';
export type { ConvOptions, ConvTransposeOptions, PadMode, PoolOptions } from './builder.ts';
export type { AppendOptions, Operand } from './node-builder.ts';
export { inferTypes, sizeAt } from './inference.ts';
export { elementCount, makeTensor } from './tensor.ts';
export { canonicalOpset } from './opset.ts';
export type { OperatorName } from './operators/operator-name.ts';
