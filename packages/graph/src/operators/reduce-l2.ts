import { reduceOperator } from './reduce.ts';

/** √Σx² over axes. Where it is 0 the gradient is 0, the least of its subgradients. @see https://onnx.ai/onnx/operators/onnx__ReduceL2.html */
export const ReduceL2 = reduceOperator('ReduceL2', {
  combine: (sum, x) => sum + x * x,
  start: 0,
  finish: Math.sqrt,
  gradient: ({ b, x, wideDy, wideY }) => {
    const length = wideY();
    return b.mul(x, b.div(wideDy, b.where(b.equal(length, 0), 1, length)));
  },
  axesInputSince: 18,
});
