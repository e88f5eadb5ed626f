import { GraphError } from './graph-error.ts';
import type { ElementType } from './graph.ts';

/** Numbers of onnx.proto's TensorProto.DataType that we read; what is not here is not supported. */
export const onnxTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const satisfies Record<ElementType, number>;

/** Half, bfloat16 and double are all computed as float32. */
const readAs: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [1, 'float32'], [2, 'uint8'], [3, 'int8'], [6, 'int32'], [7, 'int64'], [9, 'bool'], [10, 'float32'], [11, 'float32'], [16, 'float32'],
]);

/** The element type that a file's type number becomes. @throws graph.unsupported_type naming what has it */
export function elementTypeOf(number: number, what: string): ElementType {
  const type = readAs.get(number);
  if (type === undefined) {
    throw new GraphError('graph.unsupported_type', `${what} has ONNX element type ${number}; supported are float, float16, bfloat16, double, int8, uint8, int32, int64 and bool.`, { type: number });
  }
  return type;
}
