import { unaryOperator } from './elementwise.ts';

/** What has the hyperbolic cosine x, which is at least 1; its slope is infinite there. @see https://onnx.ai/onnx/operators/onnx__Acosh.html */
export const Acosh = unaryOperator(Math.acosh, { gradient: ({ b, dy, inputs: [x] }) => b.div(dy, b.sqrt(b.mul(b.sub(x!, 1), b.add(x!, 1)))), traits: { trigonometric: true } });
