import { GraphError, sharedFloats, bytesPerElement, elementCount, makeTensor, elementTypeOf, onnxTypes } from '@lookalike/graph';
import type { ElementType, Tensor, TensorData } from '@lookalike/graph';
import type { TensorMessage } from './messages.ts';
import { denseFrom } from './sparse-tensor.ts';
import { malformed } from './wire.ts';

/** Files that hold weights outside of the .onnx file, by the location it names. */
export type ExternalData = ReadonlyMap<string, Uint8Array>;

const bfloat16 = 16;
const storedBytes: ReadonlyMap<number, number> = new Map([[1, 4], [2, 1], [3, 1], [4, 2], [5, 2], [6, 4], [7, 8], [9, 1], [10, 2], [11, 8], [12, 4], [bfloat16, 2], [21, 0.5], [22, 0.5]]);
/** Whole numbers that only weights have, as quantised ones do: uint16, int16, uint32, uint4, int4. They become the next longer type of ours. */
const widened: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([[4, 'int32'], [5, 'int32'], [12, 'int64'], [21, 'uint8'], [22, 'int8']]);

/**
 * Turns a tensor of the file into ours. Weights in float32 are copied into memory that threads share; half and double become float32.
 * The number of values is checked against the bytes that are there before anything is allocated.
 */
export function tensorFrom(message: TensorMessage, externalData: ExternalData): Tensor {
  if (message.sparse !== undefined) return denseFrom(message, message.sparse, (part) => tensorFrom(part, externalData));
  const what = `tensor "${message.name}"`;
  const type = widened.get(message.type) ?? elementTypeOf(message.type, `Tensor "${message.name}"`);
  const shape = message.dims;
  const count = elementCount(shape);
  if (shape.some((size) => !Number.isInteger(size) || size < 0) || !Number.isSafeInteger(count)) throw malformed(what, `[${shape.join(', ')}] is not a shape`);
  const raw = message.external === undefined ? message.raw : externalBytes(message, message.external, externalData);
  if (raw !== undefined) {
    const expected = Math.ceil(count * storedBytes.get(message.type)!);
    if (raw.length !== expected) throw malformed(what, `shape [${shape.join(', ')}] needs ${expected} bytes, ${raw.length} are there`);
    const narrow = narrowNumbers(message.type, raw, count);
    return narrow === undefined ? { type, shape, data: dataFrom(message.type, type, raw) } : makeTensor(type, shape, narrow);
  }
  const isHalf = message.type === onnxTypes.float16 || message.type === bfloat16;
  const values = message.type === onnxTypes.float32 ? message.floats : message.type === onnxTypes.float64 ? message.doubles : message.integers;
  // Numbers of 4 bits are packed here as well.
  if (message.type >= 21 && message.integers.length === Math.ceil(count / 2)) return makeTensor(type, shape, narrowNumbers(message.type, Uint8Array.from(message.integers), count)!);
  if (values.length !== count) throw malformed(what, `shape [${shape.join(', ')}] needs ${count} values, ${values.length} are there`);
  const numbers = isHalf ? values.map(message.type === bfloat16 ? fromBfloat16 : fromFloat16) : values;
  return makeTensor(type, shape, numbers);
}

/** The numbers of a type that is widened, from their bytes; `undefined` for another type. Two of 4 bits share a byte, the first in its lower half. */
function narrowNumbers(stored: number, raw: Uint8Array, count: number): ArrayLike<number> | undefined {
  switch (stored) {
    case 4: return new Uint16Array(copyOf(raw));
    case 5: return new Int16Array(copyOf(raw));
    case 12: return new Uint32Array(copyOf(raw));
    case 21: return Array.from({ length: count }, (_, i) => (raw[i >> 1]! >> (4 * (i % 2))) & 15);
    case 22: return Array.from({ length: count }, (_, i) => (((raw[i >> 1]! >> (4 * (i % 2))) & 15) ^ 8) - 8);
    default: return undefined;
  }
}

function externalBytes(message: TensorMessage, entries: ReadonlyMap<string, string>, externalData: ExternalData): Uint8Array {
  const location = entries.get('location') ?? '';
  const file = externalData.get(location);
  if (file === undefined) {
    throw new GraphError('graph.external_data_missing', `The weights of "${message.name}" are in another file, "${location}", which was not given. Provide it together with the .onnx file.`, { tensor: message.name, location });
  }
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? file.length - offset);
  if (!Number.isInteger(offset) || !Number.isInteger(length) || offset < 0 || length < 0 || offset + length > file.length) {
    throw new GraphError('graph.external_data_missing', `The weights of "${message.name}" should be at bytes ${offset} to ${offset + length} of "${location}", which has ${file.length}. Copy the file again.`, { tensor: message.name, location });
  }
  return file.subarray(offset, offset + length);
}

function dataFrom(stored: number, type: ElementType, raw: Uint8Array): TensorData {
  switch (stored) {
    case onnxTypes.float16: return Float32Array.from(new Uint16Array(copyOf(raw)), fromFloat16);
    case bfloat16: return Float32Array.from(new Uint16Array(copyOf(raw)), fromBfloat16);
    case onnxTypes.float64: return Float32Array.from(new Float64Array(copyOf(raw)));
    case onnxTypes.float32: return floatsFrom(raw);
    default: return viewOf(type, raw);
  }
}

/** The bytes of a file lie anywhere; numbers need an aligned place. */
function floatsFrom(raw: Uint8Array): Float32Array {
  const floats = sharedFloats(raw.length / Float32Array.BYTES_PER_ELEMENT);
  new Uint8Array(floats.buffer).set(raw);
  return floats;
}

function viewOf(type: ElementType, raw: Uint8Array): TensorData {
  const size = bytesPerElement(type);
  const isAligned = raw.byteOffset % size === 0;
  const buffer = isAligned ? raw.buffer : copyOf(raw);
  const offset = isAligned ? raw.byteOffset : 0;
  const length = raw.length / size;
  switch (type) {
    case 'int32': return new Int32Array(buffer, offset, length);
    case 'int64': return new BigInt64Array(buffer, offset, length);
    case 'int8': return new Int8Array(buffer, offset, length);
    case 'uint8': return new Uint8Array(buffer, offset, length);
    // A file may hold any non-zero byte for true; runtimes want 1.
    case 'bool': return Uint8Array.from(raw, (byte) => (byte === 0 ? 0 : 1));
    case 'float32': case 'float16': case 'float64': throw new Error(`${type} was converted before`);
  }
}

/** A copy of the bytes in a buffer of their own, which is aligned. (`slice` would not copy: Node's Buffer overrides it with a view.) */
function copyOf(raw: Uint8Array): ArrayBuffer {
  return new Uint8Array(raw).buffer;
}

/** The number that 16 bits stand for. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

function fromBfloat16(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}
