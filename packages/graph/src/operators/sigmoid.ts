import { unaryOperator } from './elementwise.ts';

/** 1 / (1 + e^−x). @see https://onnx.ai/onnx/operators/onnx__Sigmoid.html */
export const Sigmoid = unaryOperator((x) => 1 / (1 + Math.exp(-x)), { gradient: ({ b, dy, outputs: [y] }) => b.mul(dy, b.mul(y!, b.sub(1, y!))), traits: { activation: 'probability' } });
