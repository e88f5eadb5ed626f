import { binaryOperator } from './elementwise.ts';

/** a + b. @see https://onnx.ai/onnx/operators/onnx__Add.html */
export const Add = binaryOperator((a, b) => a + b, { gradient: ({ dy }) => dy, traits: { linear: 'in all', arithmetic: true, takesInfinity: true } });
