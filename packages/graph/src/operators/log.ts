import { unaryOperator } from './elementwise.ts';
import { stoppedAtZero } from './gradient-helpers.ts';

/** Natural logarithm. @see https://onnx.ai/onnx/operators/onnx__Log.html */
export const Log = unaryOperator(Math.log, {
  gradient: ({ b, dy, inputs: [x], isMasked }) => stoppedAtZero(b, b.div(dy, x!), isMasked(x!) ? x : undefined),
});
