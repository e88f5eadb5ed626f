import { binaryOperator } from './elementwise.ts';

/** a − b. @see https://onnx.ai/onnx/operators/onnx__Sub.html */
export const Sub = binaryOperator((a, b) => a - b, { gradient: ({ b, dy }, index) => (index === 0 ? dy : b.neg(dy)), traits: { linear: 'in all', arithmetic: true } });
