import { isFloat } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import { broadcastInputs, evaluateBroadcast, sameType } from './elementwise.ts';

/**
 * The remainder of a / b. With `fmod` it has the sign of a, else (whole numbers only) that of b, as in Python. Where a is a multiple of
 * b, a's gradient passes on. @see https://onnx.ai/onnx/operators/onnx__Mod.html
 */
export const Mod = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'entry' },
  attributes: (read) => ({ hasSignOfA: read.flag('fmod', false) }),
  infer: (context) => {
    const type = sameType(context);
    if (isFloat(type) && !context.attributes.hasSignOfA) context.fail('floating numbers need fmod=1.');
    return [{ type, shape: broadcastInputs(context) }];
  },
  // JavaScript's % has the sign of a.
  evaluate: (context) => [evaluateBroadcast(context, ([a, b]) => (context.attributes.hasSignOfA ? a! % b! : a! - b! * Math.floor(a! / b!)))],
  gradient: ({ dy, refuse }, index) => (index === 0 ? dy : refuse('a divisor that depends on the image is not supported')),
  broadcasts: true,
});
