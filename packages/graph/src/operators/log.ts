import { unaryOperator } from './elementwise.ts';

/** Natural logarithm. @see https://onnx.ai/onnx/operators/onnx__Log.html */
export const Log = unaryOperator(Math.log, { gradient: ({ b, dy, inputs: [x] }) => b.div(dy, x!) });
