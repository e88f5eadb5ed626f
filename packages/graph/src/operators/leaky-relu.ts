import { parametricOperator } from './elementwise.ts';

/** x where it is positive, else α x. At 0 the slope is α, as in PyTorch. @see https://onnx.ai/onnx/operators/onnx__LeakyRelu.html */
export const LeakyRelu = parametricOperator(
  (read) => ({ alpha: read.number('alpha', 0.01) }),
  (x, { alpha }) => (x > 0 ? x : alpha * x),
  // With α > 0 the result has the sign of x, which then need not be kept.
  ({ b, dy, inputs: [x], outputs: [y], attributes: { alpha } }) => b.where(b.greater(alpha > 0 ? y! : x!, 0), dy, b.mul(dy, alpha)),
  { activation: 'other' },
);
