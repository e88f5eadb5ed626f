import { unaryOperator } from './elementwise.ts';

/** −x. @see https://onnx.ai/onnx/operators/onnx__Neg.html */
export const Neg = unaryOperator((x) => -x, { gradient: ({ b, dy }) => b.neg(dy), traits: { linear: 'in all', arithmetic: true } });
