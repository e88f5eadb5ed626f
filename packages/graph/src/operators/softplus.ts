import { unaryOperator } from './elementwise.ts';

/** log(1 + eˣ), which stays finite where eˣ does not. @see https://onnx.ai/onnx/operators/onnx__Softplus.html */
export const Softplus = unaryOperator((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), { gradient: ({ b, dy, inputs: [x] }) => b.mul(dy, b.sigmoid(x!)), traits: { activation: 'other' } });
