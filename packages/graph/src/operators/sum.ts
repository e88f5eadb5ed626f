import { variadicOperator } from './variadic.ts';

/** The sum of its inputs. @see https://onnx.ai/onnx/operators/onnx__Sum.html */
export const Sum = variadicOperator((values) => values.reduce((sum, value) => sum + value), ({ dy }) => dy, { linear: 'in all', arithmetic: true });
