import { GraphError } from '@lookalike/graph';

/** TensorFlow's padding; `explicit` counts as ONNX does: top, left, bottom, right. */
export type Padding = 'same' | 'valid' | readonly [number, number, number, number];

/** Along both axes of an image. */
export type Pair = readonly [number, number];

export interface SlidingWindow {
  readonly input: Pair;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly padding: Padding;
}

/**
 * What to pad, as ONNX counts it. "Same" makes the result ⌈input / stride⌉ long and, where the sum is odd, pads one more at the end; so it
 * depends on the size of the input.
 * @see https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function padsFor({ input, kernel, strides, dilations, padding }: SlidingWindow): [number, number, number, number] {
  if (typeof padding !== 'string') return [...padding];
  if (padding === 'valid') return [0, 0, 0, 0];
  const totals = input.map((size, axis) => {
    const outputs = Math.ceil(size / strides[axis]!);
    return Math.max(0, (outputs - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1 - size);
  });
  const before = totals.map((total) => Math.floor(total / 2));
  return [before[0]!, before[1]!, totals[0]! - before[0]!, totals[1]! - before[1]!];
}

/** @throws graph.bad_attribute unless there are two whole numbers of at least `least`. */
export function asPair(values: readonly number[], what: string, least = 1): Pair {
  if (values.length !== 2 || values.some((value) => !Number.isSafeInteger(value) || value < least || value > 2 ** 31)) {
    throw new GraphError('graph.bad_attribute', `${what} must be two whole numbers of at least ${least}, got [${values.join(', ')}].`, { values });
  }
  return [values[0]!, values[1]!];
}
