import { shareAmongEqual, variadicOperator } from './variadic.ts';

/** The greatest of its inputs. Where several are greatest, they share the gradient evenly. @see https://onnx.ai/onnx/operators/onnx__Max.html */
export const Max = variadicOperator((values) => Math.max(...values), shareAmongEqual, { arithmetic: true, takesInfinity: true });
