import { makeTensor } from '@lookalike/graph';
import type { Attribute, GraphBuilder, OperatorName, Tensor } from '@lookalike/graph';

/** Appends nodes and constants to a graph whose own nodes are still to come, under names that none of them has. */
export class Additions {
  readonly b: GraphBuilder;
  readonly #taken: Set<string>;
  readonly #vectors = new Map<string, string>();
  /** The input that tells how many images there are. */
  readonly #image: string;

  /** @param taken every name of the graph. */
  constructor(b: GraphBuilder, taken: Iterable<string>, image: string) {
    this.b = b;
    this.#taken = new Set(taken);
    this.#image = image;
  }

  integers(values: readonly number[]): string {
    const key = values.join();
    const known = this.#vectors.get(key) ?? this.b.constant(makeTensor('int64', [values.length], values), this.#fresh('sizes'));
    this.#vectors.set(key, known);
    return known;
  }

  append(operator: OperatorName, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const name = this.#fresh(operator);
    return this.b.adopt({ name, operator, inputs, outputs: [name], attributes })[0]!;
  }

  /** The number of images as a vector of one. */
  batch(): string {
    return this.append('Shape', [this.#image], { start: 0, end: 1 });
  }

  constant(tensor: Tensor): string {
    return this.b.constant(tensor, this.#fresh('constant'));
  }

  #fresh(base: string): string {
    let name = `batch/${base}`;
    for (let count = 2; this.#taken.has(name) || this.b.has(name); count++) name = `batch/${base}_${count}`;
    this.#taken.add(name);
    return name;
  }
}

/**
 * A constant with the rows of every image of the file's batch, for a batch of any size.
 * @param axis that has them, the images outermost. @param mayBroadcast whether one row does for all.
 * @returns undefined when the images of the file have rows of their own, which no other batch has.
 */
export function rowsThatFollow(additions: Additions, constant: string, { axis, batch, mayBroadcast }: { readonly axis: number; readonly batch: number; readonly mayBroadcast: boolean }): string | undefined {
  const tensor = additions.b.constantOf(constant);
  const rows = tensor === undefined ? NaN : tensor.shape[axis]! / batch;
  const own = tensor === undefined || !Number.isInteger(rows) ? undefined : rowsOfOneImage(tensor, axis, batch);
  if (own === undefined) return undefined;
  const name = own === tensor ? constant : additions.constant(own);
  if (rows === 1 && mayBroadcast) return name;
  const repeats = own.shape.map((_, at) => (at === axis ? undefined : 1));
  const counts = [repeats.slice(0, axis), undefined, repeats.slice(axis + 1)].flatMap((part) => (part === undefined ? [additions.batch()] : part.length === 0 ? [] : [additions.integers(part as number[])]));
  return additions.append('Tile', [name, counts.length === 1 ? counts[0]! : additions.append('Concat', counts, { axis: 0 })]);
}

/** The rows of one image, if all images have the same. */
function rowsOfOneImage(tensor: Tensor, axis: number, batch: number): Tensor | undefined {
  if (batch === 1) return tensor;
  const { type, shape, data } = tensor;
  const length = shape.slice(axis).reduce((product, size) => product * size, 1);
  const part = length / batch;
  const kept = Array.from({ length: data.length / batch }, (_, i) => Math.floor(i / part) * length + (i % part));
  const isRepeated = kept.every((at) => Array.from({ length: batch }, (_, image) => data[at + image * part]).every((value) => Object.is(value, data[at])));
  return isRepeated ? makeTensor(type, shape.map((size, at) => (at === axis ? size / batch : size)), kept.map((at) => Number(data[at]))) : undefined;
}
