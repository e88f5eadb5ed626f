import { reduceOperator } from './reduce.ts';

/** Product over axes; used to compute shapes. @see https://onnx.ai/onnx/operators/onnx__ReduceProd.html */
export const ReduceProd = reduceOperator('ReduceProd', {
  combine: (product, x) => product * x,
  start: 1,
  gradient: { kind: 'refused', because: 'products of image values are not supported' },
  axesInputSince: 18,
});
