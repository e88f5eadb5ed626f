import type { ElementType, Tensor } from '@lookalike/graph';
import { elementCount, makeTensor } from '@lookalike/graph';

/** The element types that TensorFlow.js computes with. */
export type KernelType = 'float32' | 'int32' | 'bool';

/** Numbers as TensorFlow.js takes and gives them. */
export type KernelData = Float32Array | Int32Array | Uint8Array;

const largestInt32 = 2 ** 31 - 1;

/** What stands for one of the graph's element types. Whole numbers of all widths are int32, and float64 is computed in float32. */
export function kernelType(type: ElementType): KernelType | undefined {
  switch (type) {
    case 'float32':
    case 'float64': return 'float32';
    case 'int8':
    case 'uint8':
    case 'int32':
    case 'int64': return 'int32';
    case 'bool': return 'bool';
    case 'float16': return undefined;
  }
}

/**
 * The numbers of a tensor for a kernel. What means "to the end" in int64 becomes the largest int32.
 * @throws RangeError when a whole number does not fit into int32.
 */
export function toKernelData({ type, data }: Tensor): KernelData {
  switch (kernelType(type)) {
    case 'float32': return data instanceof Float32Array ? data : Float32Array.from(data as Float64Array);
    case 'bool': return data as Uint8Array;
    case 'int32': return data instanceof Int32Array ? data : Int32Array.from(data as Iterable<number | bigint>, toInt32);
    case undefined: throw new RangeError(`TensorFlow.js has no ${type}.`);
  }
}

function toInt32(value: number | bigint): number {
  const number = Number(value);
  if (number > largestInt32 || number < -largestInt32 - 1) throw new RangeError(`${value} does not fit into int32, the only whole numbers that TensorFlow.js has.`);
  return number;
}

/** A result of a kernel as a tensor of the graph's element type. The data must not be shared with anyone. */
export function fromKernelData(type: ElementType, shape: readonly number[], data: KernelData): Tensor {
  if (data.length !== elementCount(shape)) throw new TypeError(`TensorFlow.js returned ${data.length} values for the shape [${shape.join(', ')}].`);
  const isAsIs = (type === 'float32' && data instanceof Float32Array) || (type === 'int32' && data instanceof Int32Array) || (type === 'bool' && data instanceof Uint8Array);
  return isAsIs ? { type, shape: [...shape], data } : makeTensor(type, shape, data);
}
