import { parametricOperator } from './elementwise.ts';

/** x where it is positive, else α (eˣ − 1). At 0 the slope is α, as in PyTorch. @see https://onnx.ai/onnx/operators/onnx__Elu.html */
export const Elu = parametricOperator(
  (read) => ({ alpha: read.number('alpha', 1) }),
  (x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x)),
  // From the result: α eˣ = y + α, and nothing overflows where x is large.
  ({ b, dy, inputs: [x], outputs: [y], attributes: { alpha } }) => b.where(b.greater(alpha > 0 ? y! : x!, 0), dy, b.mul(dy, b.add(y!, alpha))),
  { activation: 'other' },
);
