import { expandLike } from './gradient-helpers.ts';
import { reduceOperator } from './reduce.ts';

/** Sum over axes. @see https://onnx.ai/onnx/operators/onnx__ReduceSum.html */
export const ReduceSum = reduceOperator('ReduceSum', {
  combine: (sum, x) => sum + x,
  start: 0,
  gradient: ({ b, x, wideDy }) => expandLike(b, wideDy, x),
  traits: { linear: 'in all' },
  axesInputSince: 13,
});
