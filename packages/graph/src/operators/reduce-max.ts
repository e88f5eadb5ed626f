import { reduceOperator, shareAmongExtreme } from './reduce.ts';

/** Greatest over axes. Tied cells share the gradient evenly. @see https://onnx.ai/onnx/operators/onnx__ReduceMax.html */
export const ReduceMax = reduceOperator('ReduceMax', { combine: Math.max, start: -Infinity, gradient: shareAmongExtreme, axesInputSince: 18 });
