import { GraphError, elementCount } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import { fromFloat16 } from '../onnx/read-tensor.ts';
import { isObject, listAt, malformed, objectAt, shapeAt, textAt } from './json-reader.ts';
import type { Json, JsonObject } from './json-reader.ts';
import { SplitBytes } from './split-bytes.ts';

const bytesPer = { float32: 4, float16: 2, int32: 4, uint16: 2, uint8: 1, bool: 1, complex64: 8 } as const;
type StoredType = keyof typeof bytesPer;

/**
 * Reads the weights that model.json lists: groups, each a run of files that are one run of bytes, in which the weights of the group follow
 * each other. Quantised weights are made float32; whole numbers int64, as ONNX writes shapes and indices.
 * @throws graph.weights_missing naming the files that were not given; graph.weights_truncated; graph.malformed_tensorflowjs
 * @see https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/io_utils.ts, decodeWeights
 */
export function readWeights(manifest: Json | undefined, find: (path: string) => Uint8Array | undefined): ReadonlyMap<string, Tensor> {
  const groups = listAt(manifest ?? [], 'weightsManifest').map((group) => objectAt(group, 'a group of weights'));
  const paths = groups.map((group) => listAt(group['paths'], 'the paths of a group of weights').map((path) => textAt(path, 'the path of a file with weights')));
  // A file that counts often would stand for weights that are not there.
  const listed = new Set<string>();
  for (const path of paths.flat()) {
    if (listed.has(path)) throw malformed(`"${path}"`, 'is listed twice among the files with weights');
    listed.add(path);
  }
  const missing = [...listed].filter((path) => find(path) === undefined);
  if (missing.length > 0) {
    throw new GraphError('graph.weights_missing', `The network's weights are in files that were not given: ${missing.slice(0, 10).map((path) => `"${path}"`).join(', ')}${missing.length > 10 ? ` and ${missing.length - 10} more` : ''}. Provide them together with model.json.`, { missing });
  }
  const weights = new Map<string, Tensor>();
  groups.forEach((group, i) => {
    const bytes = new SplitBytes(paths[i]!.map((path) => find(path)!));
    const where = paths[i]!.map((path) => `"${path}"`).join(', ');
    let offset = 0;
    for (const entry of listAt(group['weights'], 'the weights of a group')) {
      const spec = objectAt(entry, 'a weight');
      const name = textAt(spec['name'], 'the name of a weight');
      const shape = shapeAt(spec['shape'], `the shape of weight "${name}"`);
      const count = elementCount(shape);
      const take = (size: number): Uint8Array => {
        if (!(offset + size <= bytes.length)) {
          throw new GraphError('graph.weights_truncated', `Weight "${name}" should be at bytes ${offset} to ${offset + size} of ${where}, which has ${bytes.length}. Copy the files again.`, { weight: name, paths: paths[i]!, expected: offset + size, actual: bytes.length });
        }
        offset += size;
        return bytes.slice(offset - size, offset);
      };
      if (spec['dtype'] === 'string') {
        skipTexts(take, count);
        continue;
      }
      // A layer that two models share may be listed twice; as in TensorFlow.js the last counts.
      weights.set(name, readWeight(spec, { name, shape, count, take }));
    }
  });
  return weights;
}

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly count: number;
  readonly take: (size: number) => Uint8Array;
}

function readWeight(spec: JsonObject, { name, shape, count, take }: WeightEntry): Tensor {
  const quantization = isObject(spec['quantization']) ? spec['quantization'] : undefined;
  const dtype = spec['dtype'];
  const stored = storedTypeOf(quantization?.['dtype'] ?? dtype, name);
  const raw = take(count * bytesPer[stored]);
  if (dtype === 'bool' && quantization === undefined) return { type: 'bool', shape, data: raw.map((byte) => (byte === 0 ? 0 : 1)) };
  if (dtype !== 'float32' && dtype !== 'float16' && dtype !== 'int32' && dtype !== 'uint8' && dtype !== 'uint16') throw malformed(`weight "${name}"`, `has the type ${String(dtype)}, which is not supported`);
  const values = valuesOf(stored, raw);
  const scaled = quantization === undefined || stored === 'float16' ? values : dequantized(values, quantization, name);
  if (dtype === 'float32' || dtype === 'float16') return { type: 'float32', shape, data: scaled instanceof Float32Array ? scaled : Float32Array.from(scaled) };
  return { type: 'int64', shape, data: BigInt64Array.from(scaled as Iterable<number>, (value) => BigInt(Math.round(Number.isFinite(value) ? value : 0))) };
}

function storedTypeOf(type: Json | undefined, name: string): StoredType {
  if (typeof type !== 'string' || !Object.hasOwn(bytesPer, type)) throw malformed(`weight "${name}"`, `has the type ${JSON.stringify(type)}, which is not supported`);
  return type as StoredType;
}

function valuesOf(stored: StoredType, raw: Uint8Array): Float32Array | Int32Array | Uint16Array | Uint8Array {
  const aligned = raw.byteOffset % bytesPer[stored] === 0 ? raw : new Uint8Array(raw);
  const length = raw.length / bytesPer[stored];
  switch (stored) {
    case 'float32': case 'complex64': return new Float32Array(aligned.buffer, aligned.byteOffset, length);
    case 'float16': return Float32Array.from(new Uint16Array(aligned.buffer, aligned.byteOffset, length), fromFloat16);
    case 'int32': return new Int32Array(aligned.buffer, aligned.byteOffset, length);
    case 'uint16': return new Uint16Array(aligned.buffer, aligned.byteOffset, length);
    case 'uint8': case 'bool': return raw;
  }
}

/** value · scale + min. */
function dequantized(values: ArrayLike<number>, { min, scale }: JsonObject, name: string): Float32Array {
  if (typeof min !== 'number' || typeof scale !== 'number') throw malformed(`weight "${name}"`, 'is quantised without min and scale');
  return Float32Array.from(values, (value) => value * scale + min);
}

/** Texts serve no computation that is supported; each has its length before it. */
function skipTexts(take: (size: number) => Uint8Array, count: number): void {
  for (let i = 0; i < count; i++) take(new DataView(new Uint8Array(take(4)).buffer).getUint32(0, true));
}
