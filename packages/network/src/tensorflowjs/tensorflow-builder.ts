import { GraphBuilder, GraphError, elementCount, makeTensor } from '@lookalike/graph';
import type { Dimension, ElementType, Shape, Tensor } from '@lookalike/graph';
import { malformed } from './json-reader.ts';
import { permuteTensor } from './permute-tensor.ts';
import { imageOrder, inPlace, isSameOrder } from './value.ts';
import type { TfValue } from './value.ts';

/**
 * Builds a graph in TensorFlow's terms: axes are given in TensorFlow's order, whatever order the graph keeps them in. Here is what moves
 * axes and what works element by element; convolutions and the rest are functions beside it.
 */
export class TensorFlowBuilder {
  readonly b: GraphBuilder;
  readonly #transposed = new Map<string, string>();
  #parts = 0;
  /** The batch under each of the two sizes that inference tries. */
  #batch: readonly [number, number] | undefined;
  /** The batch that the file is written for, where it is not open. */
  #fileBatch: number | undefined;

  constructor(name: string) {
    this.b = new GraphBuilder({ name });
  }

  /** Declares an input. An image is taken as [N, C, H, W], TensorFlow's order notwithstanding. */
  input(name: string, shape: Shape, { isChannelsLast, fileBatch }: { readonly isChannelsLast: boolean; readonly fileBatch: number | undefined }): TfValue {
    const order = shape.length === 4 && isChannelsLast ? imageOrder : inPlace(shape.length);
    this.b.input(name, { type: 'float32', shape: order.map((axis) => shape[axis]!) });
    const [first, second] = this.b.knownOf(name);
    this.#fileBatch = fileBatch;
    if (shape[0] === 'N') this.#batch = [first.shape[0]!, second.shape[0]!];
    return { name, order };
  }

  constant(tensor: Tensor, name?: string): TfValue {
    return { name: name === undefined ? this.b.constant(tensor) : this.b.constant(tensor, this.b.fresh(name)), order: inPlace(tensor.shape.length) };
  }

  floats(shape: readonly number[], values: ArrayLike<number>): TfValue {
    return this.constant(makeTensor('float32', shape, values));
  }

  integers(values: readonly number[]): TfValue {
    return { name: this.b.integers(values), order: [0] };
  }

  /** The shape as TensorFlow has it. */
  shapeOf(value: TfValue): Shape {
    const { name, order } = this.#whole(value);
    const kept = this.b.shapeOf(name);
    return inPlace(order.length).map((axis) => kept[order.indexOf(axis)]!);
  }

  rankOf(value: TfValue): number {
    return value.order.length;
  }

  typeOf({ name }: TfValue): ElementType {
    return this.b.typeOf(name).type;
  }

  /** The tensor behind a value, its axes as TensorFlow has them, if it is a constant. */
  constantOf(value: TfValue): Tensor | undefined {
    return this.b.constantOf(this.inOrder(value, inPlace(this.rankOf(value))));
  }

  /**
   * The numbers of a value that must be known before the graph runs, such as a shape; those that depend on the batch as a multiple of it.
   * @throws graph.data_dependent_shape
   */
  dimensionsOf(value: TfValue): Dimension[] {
    const name = this.plain(value);
    const [first, second] = this.b.knownOf(name).map((known) => known.values?.());
    if (first === undefined || second === undefined) {
      throw new GraphError('graph.data_dependent_shape', `"${name}" must be known before the graph runs, but it is computed from the image. Convert the network with fixed sizes.`, { value: name });
    }
    // A size is found as in inference: the same under both batch sizes, or the same multiple of them.
    const [batch, otherBatch] = this.#batch ?? [1, 1];
    return Array.from(first, (size, i): Dimension => {
      if (size === second[i]) return Math.trunc(size);
      const multiple = size / batch;
      if (!Number.isInteger(multiple) || multiple * otherBatch !== second[i]) {
        throw new GraphError('graph.batch_arithmetic', `"${name}" depends on the batch size in a way that is not a plain multiple. Convert the network so that each image is treated alike.`, { value: name });
      }
      return multiple === 1 ? 'N' : `N*${multiple}`;
    });
  }

  /** Like {@link dimensionsOf}, for numbers that must not depend on the batch. */
  numbersOf(value: TfValue): number[] {
    return this.dimensionsOf(value).map((size) => {
      if (typeof size === 'number') return size;
      throw new GraphError('graph.batch_arithmetic', `"${value.name}" must not depend on the batch size. Convert the network so that each image is treated alike.`, { value: value.name });
    });
  }

  /** Keeps the graph from growing beyond what its file could mean: a few bytes there may stand for many nodes. @throws graph.malformed_tensorflowjs */
  countParts(parts: number): void {
    this.#parts += parts;
    if (this.#parts > mostParts) throw malformed('the model', `takes values apart into more than ${mostParts} pieces`);
  }

  /** The value with nothing pending. */
  settled(value: TfValue): TfValue {
    const { pending } = value;
    if (pending === undefined) return value;
    if (pending.kind === 'space-to-batch') {
      throw new GraphError('graph.unknown_operator', 'SpaceToBatchND is supported only around a convolution, as TensorFlow writes dilated ones. Convert the network again with dilations in its convolutions.', { operator: 'SpaceToBatchND', unknown: [{ operator: 'SpaceToBatchND', node: value.name }] });
    }
    const apart = this.#reshaped(value.name, [this.b.shapeOf(value.name)[0]!, ...pending.order.map((axis) => pending.sizes[axis - 1]!)]);
    const ordered = this.inOrder({ name: apart, order: [0, ...pending.order] }, inPlace(pending.order.length + 1));
    return { name: this.#reshaped(ordered, this.b.shapeOf(value.name)), order: value.order };
  }

  /** The name of the value with its axes kept in this order; a Transpose is made unless they are, and once only. */
  inOrder(value: TfValue, order: readonly number[]): string {
    const { name, order: kept } = this.settled(value);
    if (isSameOrder(kept, order)) return name;
    const permutation = order.map((axis) => kept.indexOf(axis));
    const key = `${permutation.join()} ${name}`;
    const known = this.#transposed.get(key);
    if (known !== undefined) return known;
    const tensor = this.b.constantOf(name);
    const transposed = tensor === undefined ? this.b.transpose(name, permutation) : this.b.constant(permuteTensor(tensor, permutation), this.b.fresh(name));
    this.#transposed.set(key, transposed);
    return transposed;
  }

  /** The name of the value with its axes in TensorFlow's order. */
  plain(value: TfValue): string {
    return this.inOrder(value, inPlace(this.rankOf(value)));
  }

  /** The place where the graph keeps TensorFlow's axis; negative axes count from the end. @throws graph.bad_attribute */
  placeOf(value: TfValue, axis: number): number {
    return value.order.indexOf(axisOf(axis, value.order.length));
  }

  /** Applies what works on each element by itself. */
  elementwise(value: TfValue, apply: (b: GraphBuilder, x: string) => string): TfValue {
    const whole = value.pending?.kind === 'space-to-batch' ? this.settled(value) : value;
    return { ...whole, name: apply(this.b, whole.name) };
  }

  /** Applies what works element by element on several values that broadcast to each other. */
  combine(values: readonly TfValue[], apply: (b: GraphBuilder, names: readonly string[]) => string): TfValue {
    const settled = values.map((value) => this.settled(value));
    const rank = Math.max(0, ...settled.map((value) => value.order.length));
    const full = settled.filter((value) => value.order.length === rank);
    const isImage = ({ order }: TfValue): boolean => isSameOrder(order, imageOrder);
    const leader = full.find(isImage) ?? full.find(({ name }) => this.b.constantOf(name) === undefined) ?? full[0];
    const order = leader?.order ?? [];
    return { name: apply(this.b, settled.map((value) => this.#broadcastable(value, order))), order };
  }

  /** A value of the same or a smaller rank, so that it broadcasts to one that is kept in this order. */
  #broadcastable(value: TfValue, order: readonly number[]): string {
    const lead = order.length - value.order.length;
    const own = order.filter((axis) => axis >= lead).map((axis) => axis - lead);
    const name = this.inOrder(value, own);
    if (lead === 0 || own.length === 0) return name;
    const sizes = this.b.shapeOf(name);
    let at = 0;
    const spread = order.map((axis): Dimension => (axis < lead ? 1 : sizes[at++]!));
    const first = order.findIndex((axis) => axis >= lead);
    return this.#reshaped(name, spread.slice(first));
  }

  /** Reshapes a value to TensorFlow's shape; sizes are known, or multiples of the batch. */
  reshape(value: TfValue, shape: Shape): TfValue {
    const settled = this.settled(value);
    const from = this.shapeOf(settled);
    if (shape.length > 64) throw new GraphError('graph.shape_mismatch', `A value cannot have ${shape.length} axes.`, {});
    // A file for one batch size has it written into its shapes.
    const isFileBatch = from[0] === 'N' && shape.length > 0 && shape[0] === this.#fileBatch;
    const target = fittedShape(from, isFileBatch ? ['N', ...shape.slice(1)] : shape);
    if (from.join() === target.join()) return settled;
    const order = target.length === 4 && keepsOrder(target, imageOrder) ? imageOrder : inPlace(target.length);
    if (keepsOrder(from, settled.order)) return { name: this.#reshaped(settled.name, order.map((axis) => target[axis]!)), order };
    // [N, H, W, C] made [N, H·W·C]: the order is put right by whoever needs it.
    const sizes = from.slice(1);
    if (target.length === 2 && from[0] === target[0] && settled.order[0] === 0 && sizes.every((size) => typeof size === 'number')) {
      return { name: this.b.flatten(settled.name, 1), order: [0, 1], pending: { kind: 'flattened', sizes, order: settled.order.slice(1) } };
    }
    return { name: this.#reshaped(this.plain(settled), order.map((axis) => target[axis]!)), order };
  }

  transpose(value: TfValue, permutation: readonly number[]): TfValue {
    const settled = this.settled(value);
    if (!isSameOrder([...permutation].sort((a, b) => a - b), inPlace(settled.order.length))) {
      throw new GraphError('graph.bad_attribute', `[${permutation.join(', ')}] does not order the ${settled.order.length} axes of "${value.name}".`, { value: value.name });
    }
    return { name: settled.name, order: settled.order.map((axis) => permutation.indexOf(axis)) };
  }

  /** Drops axes of size 1. */
  squeeze(value: TfValue, axes: readonly number[]): TfValue {
    const settled = this.settled(value);
    if (axes.length === 0) return settled;
    const dropped = axes.map((axis) => axisOf(axis, settled.order.length));
    return { name: this.b.squeeze(settled.name, dropped.map((axis) => settled.order.indexOf(axis)).sort((a, b) => a - b)), order: orderWithout(settled.order, dropped) };
  }

  /** Adds an axis of size 1. */
  expandDims(value: TfValue, axis: number): TfValue {
    const { order } = this.settled(value);
    const at = axisOf(axis, order.length + 1);
    const shape = [...this.shapeOf(value)];
    shape.splice(at, 0, 1);
    return this.reshape(value, shape);
  }

  /** A constant that is made of another once, however often it is asked for. */
  derivedConstant(from: string, how: string, make: () => Tensor): string {
    const key = `${how} ${from}`;
    const known = this.#transposed.get(key) ?? this.b.constant(make(), this.b.fresh(from));
    this.#transposed.set(key, known);
    return known;
  }

  /** A constant's or a computed value's other shape, in the order in which it is kept. */
  #reshaped(name: string, shape: Shape): string {
    const tensor = this.b.constantOf(name);
    if (tensor !== undefined && shape.every((size) => typeof size === 'number') && elementCount(shape) === elementCount(tensor.shape)) {
      return this.b.constant({ ...tensor, shape }, this.b.fresh(name));
    }
    return this.b.reshape(name, reshapeTarget(this.b.shapeOf(name), shape));
  }

  /** Looks through what is pending, which changes no shape that anyone asks for. */
  #whole(value: TfValue): TfValue {
    return value.pending?.kind === 'space-to-batch' ? this.settled(value) : value;
  }

  /**
   * A value as an output of the graph: images stay [N, C, H, W], and flattened ones in that order; the rest is as in TensorFlow. A result
   * has a node, so that it has a name.
   */
  output(value: TfValue): string {
    const { name, order } = value.pending?.kind === 'flattened' ? value : this.settled(value);
    const kept = isSameOrder(order, imageOrder) ? name : this.plain({ name, order });
    return this.b.build().nodes.some((node) => node.outputs.includes(kept)) ? kept : this.b.identity(kept);
  }
}

/** Pieces into which values are taken apart, in all of a model. */
const mostParts = 100_000;

/** An axis counted from 0. @throws graph.bad_attribute */
export function axisOf(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) throw new GraphError('graph.bad_attribute', `Axis ${axis} does not exist; the value has ${rank} axes.`, { axis, rank });
  return axis < 0 ? axis + rank : axis;
}

/** The order of the axes that are left, numbered anew. */
export function orderWithout(order: readonly number[], dropped: readonly number[]): readonly number[] {
  return order.filter((axis) => !dropped.includes(axis)).map((axis) => axis - dropped.filter((other) => other < axis).length);
}

/** Whether values kept in this order lie as in TensorFlow's: axes of size 1 may be anywhere. */
function keepsOrder(shape: Shape, order: readonly number[]): boolean {
  const wide = order.filter((axis) => shape[axis] !== 1);
  return wide.every((axis, i) => i === 0 || axis > wide[i - 1]!);
}

/** The shape with −1 worked out. */
function fittedShape(from: Shape, shape: Shape): Shape {
  const open = shape.indexOf(-1);
  if (open < 0) return shape;
  const [all, given] = [from, shape.filter((size) => size !== -1)].map(productOf) as [Product, Product];
  const number = all.number / given.number;
  const batches = all.batches - given.batches;
  if (!Number.isInteger(number) || batches < 0 || batches > 1 || shape.indexOf(-1, open + 1) >= 0) {
    throw new GraphError('graph.shape_mismatch', `[${from.join(', ')}] cannot be reshaped to [${shape.join(', ')}].`, { from, shape });
  }
  return shape.map((size, i) => (i !== open ? size : batches === 0 ? number : number === 1 ? 'N' : (`N*${number}` as const)));
}

interface Product {
  readonly number: number;
  /** How often the batch is a factor. */
  readonly batches: number;
}

function productOf(shape: Shape): Product {
  const number = shape.reduce((product: number, size) => product * (typeof size === 'number' ? size : size === 'N' ? 1 : Number(size.slice(2))), 1);
  return { number, batches: shape.filter((size) => typeof size !== 'number').length };
}

/** A Reshape's target in numbers: 0 copies the batch, −1 stands for another size that varies with it. */
function reshapeTarget(from: Shape, shape: Shape): number[] {
  if (shape.includes(0)) throw new GraphError('graph.shape_mismatch', `[${shape.join(', ')}] has no values.`, { shape });
  return shape.map((size, axis) => (typeof size === 'number' ? size : axis === 0 && from[0] === size ? 0 : -1));
}
