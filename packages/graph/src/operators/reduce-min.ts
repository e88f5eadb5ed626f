import { reduceOperator, shareAmongExtreme } from './reduce.ts';

/** Least over axes. Tied cells share the gradient evenly. @see https://onnx.ai/onnx/operators/onnx__ReduceMin.html */
export const ReduceMin = reduceOperator('ReduceMin', { combine: Math.min, start: Infinity, gradient: shareAmongExtreme, axesInputSince: 18 });
