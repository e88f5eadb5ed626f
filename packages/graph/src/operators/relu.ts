import { unaryOperator } from './elementwise.ts';

/**
 * max(x, 0). At 0 the gradient is 0, as in PyTorch. The mask is taken from the result, not from x, so that a runtime may fuse the
 * Relu into the convolution before it.
 * @see https://onnx.ai/onnx/operators/onnx__Relu.html
 */
export const Relu = unaryOperator((x) => Math.max(x, 0), {
  gradient: ({ b, dy, outputs: [y] }) => b.mul(dy, b.sign(y!)),
});
