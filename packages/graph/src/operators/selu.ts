import { parametricOperator } from './elementwise.ts';

/** γ x where x is positive, else γ α (eˣ − 1). At 0 the slope is γ α, as in PyTorch. @see https://onnx.ai/onnx/operators/onnx__Selu.html */
export const Selu = parametricOperator(
  (read) => ({ alpha: read.number('alpha', 1.6732631921768188), gamma: read.number('gamma', 1.0507010221481323) }),
  (x, { alpha, gamma }) => gamma * (x > 0 ? x : alpha * Math.expm1(x)),
  ({ b, dy, inputs: [x], outputs: [y], attributes: { alpha, gamma } }) => b.where(b.greater(alpha > 0 && gamma > 0 ? y! : x!, 0), b.mul(dy, gamma), b.mul(dy, b.add(y!, gamma * alpha))),
  { activation: 'other' },
);
