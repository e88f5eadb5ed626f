import { elementCount } from '@lookalike/graph';
import { dataTypes } from './binding.ts';
import type { AttributeTypes, Numbers, TensorInfo } from './binding.ts';
import { readersOf } from './recording.ts';
import type { RecordedConstant, RecordedOperation, Recording } from './recording.ts';

/** A part should take far longer than handing it to another thread: about 50 µs. */
const leastMultiplyAdds = 4e6;

/** With fewer channels a part takes longer than its share, as what it reads is used less often. */
const leastChannels = 32;

/** The values of a vector, which no part should leave partly empty. */
const channelsInStep = 16;

/**
 * Deals the output channels of large convolutions and products with weights out to as many smaller ones as can be computed at a time, each
 * with its share of what follows at once (bias, rectifier), and puts the results together. Every number is computed as before.
 * @param atOnce how many operations are computed at a time, each on one thread
 */
export function divideProducts(recording: Recording, atOnce: number, types: AttributeTypes): Recording {
  const constants = new Map(recording.constants);
  const producers = new Map(recording.operations.flatMap((operation) => operation.outputs.map(({ id }) => [id, operation])));
  const readers = readersOf(recording);
  const done = new Set<RecordedOperation>();
  // The addon's numbers are not negative.
  let made = 0;
  const newId = (): number => --made;
  const constant = (value: RecordedConstant): number => {
    const id = newId();
    constants.set(id, value);
    return id;
  };

  /** A constant, or one that is only given another shape. */
  const weightsAt = (id: number): RecordedConstant | undefined => {
    const producer = producers.get(id);
    if (producer?.name !== 'Reshape') return recording.constants.get(id);
    const behind = recording.constants.get(producer.inputs[0]!);
    return behind && { ...behind, shape: producer.outputs[0]!.shape };
  };

  /** What follows an operation and treats each channel by itself; nothing else may read what lies between. */
  const followersOf = (first: RecordedOperation, channels: number): RecordedOperation[] => {
    const followers: RecordedOperation[] = [];
    for (let at = first; ;) {
      const [reader, ...others] = readers.get(at.outputs[0]!.id) ?? [];
      if (reader === undefined || others.length > 0 || !(isBias(reader, at, recording.constants, channels) || reader.name === 'Relu')) return followers;
      followers.push(reader);
      at = reader;
    }
  };

  const divide = (operation: RecordedOperation): readonly RecordedOperation[] => {
    if (done.has(operation)) return [];
    const product = productWith(operation, weightsAt);
    if (product === undefined) return [operation];
    const { weights, axis, channels } = product;
    const count = partsOf(operation, product, atOnce);
    if (count < 2) return [operation];
    const followers = followersOf(operation, channels);
    for (const follower of followers) done.add(follower);
    const size = channels / count;
    const operations: RecordedOperation[] = [];
    const parts = Array.from({ length: count }, (_, part) => {
      const share = (of: RecordedConstant, along: number): number => constant(slice(of, along, part * size, size));
      const emit = (whole: RecordedOperation, inputs: readonly number[]): number => {
        const { id: _whole, shape, dtype } = whole.outputs[0]!;
        const output: TensorInfo = { id: newId(), shape: [...shape.slice(0, -1), size], dtype };
        operations.push({ ...whole, inputs, outputs: [output] });
        return output.id;
      };
      let id = emit(operation, [operation.inputs[0]!, share(weights, axis)]);
      for (const follower of followers) {
        const bias = recording.constants.get(follower.inputs[1] ?? NaN);
        id = emit(follower, bias === undefined ? [id] : [id, share(bias, bias.shape.length - 1)]);
      }
      return id;
    });
    const { outputs } = followers.at(-1) ?? operation;
    const along = constant({ shape: [], dtype: dataTypes.int32, numbers: () => Int32Array.of(outputs[0]!.shape.length - 1) });
    operations.push({
      name: 'ConcatV2', inputs: [...parts, along], outputs,
      attributes: [{ name: 'N', type: types.TF_ATTR_INT, value: count }, { name: 'T', type: types.TF_ATTR_TYPE, value: dataTypes.float32 }, { name: 'Tidx', type: types.TF_ATTR_TYPE, value: dataTypes.int32 }],
    });
    return operations;
  };
  return { ...recording, operations: recording.operations.flatMap(divide), constants };
}

interface Product {
  readonly weights: RecordedConstant;
  /** Which axis of the weights is the last one of the result. */
  readonly axis: number;
  readonly channels: number;
}

function productWith({ name, attributes, inputs, outputs }: RecordedOperation, weightsAt: (id: number) => RecordedConstant | undefined): Product | undefined {
  if (name !== 'Conv2D' && name !== 'BatchMatMulV2') return undefined;
  const weights = weightsAt(inputs[1]!);
  if (weights?.dtype !== dataTypes.float32) return undefined;
  const is = (attribute: string, value: unknown): boolean => attributes.some((one) => one.name === attribute && one.value === value);
  if (name === 'Conv2D' && !is('data_format', 'NHWC')) return undefined;
  const axis = weights.shape.length - (is('adj_y', true) ? 2 : 1);
  return { weights, axis, channels: outputs[0]!.shape.at(-1)! };
}

function partsOf({ outputs }: RecordedOperation, { weights, channels }: Product, atOnce: number): number {
  const rows = elementCount(outputs[0]!.shape) / channels;
  let count = Math.min(atOnce, Math.floor(rows * elementCount(weights.shape) / leastMultiplyAdds), Math.floor(channels / leastChannels));
  while (count > 1 && channels % (count * channelsInStep) !== 0) count--;
  return count;
}

function isBias({ name, inputs }: RecordedOperation, before: RecordedOperation, constants: Recording['constants'], channels: number): boolean {
  const bias = constants.get(inputs[1] ?? NaN);
  return name === 'Add' && inputs[0] === before.outputs[0]!.id && bias !== undefined && elementCount(bias.shape) === channels && bias.shape.at(-1) === channels;
}

/** `size` entries along an axis. */
function slice({ shape, dtype, numbers }: RecordedConstant, axis: number, start: number, size: number): RecordedConstant {
  const [outer, inner] = [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis + 1))];
  const [length, whole] = [size * inner, shape[axis]! * inner];
  return {
    shape: shape.with(axis, size), dtype,
    numbers: (): Numbers => {
      const [all, part] = [numbers(), new Float32Array(outer * length)];
      for (let i = 0; i < outer; i++) part.set(all.subarray(i * whole + start * inner, i * whole + start * inner + length), i * length);
      return part;
    },
  };
}
