import { flat, unaryOperator } from './elementwise.ts';

/** The nearest whole number, of two the even one. Its gradient is 0. @see https://onnx.ai/onnx/operators/onnx__Round.html */
export const Round = unaryOperator((x) => {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}, { gradient: flat });
