import { elementCount } from '@lookalike/graph';
import { readersOf } from './recording.ts';
import type { RecordedTensor, Recording } from './recording.ts';

/** Smaller constants do not matter. */
const leastBytes = 2 ** 20;

/**
 * The constants that are better handed over at every call, where they are not copied, than written into the model: large ones that only
 * products of matrices read. TensorFlow keeps no form of its own of those, but each pass of its optimiser copies what is in a model.
 * @returns their numbers
 */
export function fedWeights(recording: Recording): number[] {
  const readers = readersOf(recording);
  const isForProducts = (id: number): boolean => (readers.get(id) ?? []).every((reader) => reader !== undefined
    && (reader.name === 'BatchMatMulV2' || (reader.name === 'Reshape' && isForProducts(reader.outputs[0]!.id))));
  return [...recording.constants].filter(([id, constant]) => readers.has(id) && bytesOf(constant) >= leastBytes && isForProducts(id)).map(([id]) => id);
}

/** Floats and whole numbers have four bytes; truth values, which have one, are few. */
export function bytesOf({ shape }: RecordedTensor): number {
  return 4 * elementCount(shape);
}
