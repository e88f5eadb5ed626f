import { parametricOperator } from './elementwise.ts';

/** x where it is positive, else α x. At 0 the slope is α, as in PyTorch. @see https://onnx.ai/onnx/operators/onnx__LeakyRelu.html */
export const LeakyRelu = parametricOperator(
  (read) => ({ alpha: read.number('alpha', 0.01) }),
  (x, { alpha }) => (x > 0 ? x : alpha * x),
  ({ b, dy, inputs: [x], attributes: { alpha } }) => b.where(b.greater(x!, 0), dy, b.mul(dy, alpha)),
);
