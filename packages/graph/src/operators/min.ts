import { shareAmongEqual, variadicOperator } from './variadic.ts';

/** The least of its inputs. Where several are least, they share the gradient evenly. @see https://onnx.ai/onnx/operators/onnx__Min.html */
export const Min = variadicOperator((values) => Math.min(...values), shareAmongEqual, { arithmetic: true, takesInfinity: true });
