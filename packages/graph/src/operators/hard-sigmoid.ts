import { parametricOperator } from './elementwise.ts';

/** α x + β held between 0 and 1. At both ends the slope is 0, as in PyTorch. @see https://onnx.ai/onnx/operators/onnx__HardSigmoid.html */
export const HardSigmoid = parametricOperator(
  (read) => ({ alpha: read.number('alpha', 0.2), beta: read.number('beta', 0.5) }),
  (x, { alpha, beta }) => Math.max(0, Math.min(1, alpha * x + beta)),
  ({ b, dy, outputs: [y], attributes: { alpha } }) => b.where(b.op('And', [b.greater(y!, 0), b.less(y!, 1)]), b.mul(dy, alpha), 0),
  { activation: 'other' },
);
