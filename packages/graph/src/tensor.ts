import { GraphError } from './graph-error.ts';
import type { ElementType, Tensor, TensorData } from './graph.ts';

const arrayOf = {
  float32: Float32Array,
  float16: Uint16Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} satisfies Record<ElementType, unknown>;

/** Bytes per element, by element type. */
export function bytesPerElement(type: ElementType): number {
  return arrayOf[type].BYTES_PER_ELEMENT;
}

/** Elements in a tensor of this shape; 1 for a scalar (shape `[]`). */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((count, size) => count * size, 1);
}

/** Row-major strides: how far apart neighbours along each axis lie. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

export function isFloat(type: ElementType): boolean {
  return type === 'float32' || type === 'float64' || type === 'float16';
}

/**
 * Makes a tensor of numbers.
 * @param values row-major; converted to the element type (int64 truncates, bool is 0 or 1).
 * @throws graph.bad_tensor when the number of values does not fit the shape.
 */
export function makeTensor(type: ElementType, shape: readonly number[], values: ArrayLike<number>): Tensor {
  if (values.length !== elementCount(shape)) {
    throw new GraphError('graph.bad_tensor', `A tensor of shape [${shape.join(', ')}] needs ${elementCount(shape)} values, got ${values.length}.`, { shape, values: values.length });
  }
  return { type, shape: [...shape], data: toData(type, values) };
}

function toData(type: ElementType, values: ArrayLike<number>): TensorData {
  switch (type) {
    case 'float32': return Float32Array.from(values);
    case 'float64': return Float64Array.from(values);
    case 'int8': return Int8Array.from(values);
    case 'uint8': return Uint8Array.from(values);
    case 'int32': return Int32Array.from(values);
    case 'bool': return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1));
    case 'int64': return BigInt64Array.from({ length: values.length }, (_, i) => toBigInt(values[i]!));
    case 'float16':
      throw new GraphError('graph.unsupported_type', 'float16 tensors are widened to float32 on import; make a float32 tensor instead.');
  }
}

const INT64_MAX = 2n ** 63n - 1n;

/** Doubles of 2^63 and more stand for "to the end" in Slice; they must not wrap around. */
function toBigInt(value: number): bigint {
  if (value >= 2 ** 63) return INT64_MAX;
  if (value <= -(2 ** 63)) return -INT64_MAX - 1n;
  return BigInt(Math.trunc(value));
}

const doubles = new WeakMap<Tensor, Float64Array>();

/** The tensor's values as doubles; the conversion is kept as long as the tensor lives. */
export function toDoubles(tensor: Tensor): Float64Array {
  let result = doubles.get(tensor);
  if (result === undefined) {
    const { data } = tensor;
    result = data instanceof BigInt64Array ? Float64Array.from(data, Number) : data instanceof Float64Array ? data : Float64Array.from(data);
    doubles.set(tensor, result);
  }
  return result;
}
