import { softmaxOperator } from './softmax.ts';

/** x − log Σ exp(x) along an axis. @see https://onnx.ai/onnx/operators/onnx__LogSoftmax.html */
export const LogSoftmax = softmaxOperator('LogSoftmax', (x, greatest, sum) => x - greatest - Math.log(sum), ({ b, dy, outputs: [y], attributes: { axis } }) =>
  b.sub(dy, b.mul(b.exp(y!), b.reduceSum(dy, [axis], true))));
