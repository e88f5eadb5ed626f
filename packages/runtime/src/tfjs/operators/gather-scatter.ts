import { elementCount, makeTensor } from '@lookalike/graph';
import type { Held, PlanBuilder, Value } from '../plan-builder.ts';
import type { PlanNode } from '../plan-node.ts';
import { dimsOf, plainOrder } from '../order.ts';
import type { Emitter } from './emitter.ts';
import { arithmetic, gather } from './kernels.ts';

/** Says where each index points, as rows of the data seen as [rows, block]. @throws RangeError when one points outside. */
type Locate = (indices: ArrayLike<number>) => Int32Array;

/** Rows that indices point at: known now where the indices are, else worked out between two kernels, which also checks them. */
function rowsOf(b: PlanBuilder, indices: Value, count: number, locate: Locate): Held {
  const { constant } = indices;
  if (constant !== undefined) return b.numbers(makeTensor('int32', [count], locate(Array.from(constant.data as Iterable<number | bigint>, Number))));
  return b.onHost(b.held(indices), { dims: [count], type: 'int32' }, (data) => locate(data));
}

function fromStart(index: number, size: number, node: PlanNode): number {
  const result = index < 0 ? index + size : index;
  if (result < 0 || result >= size) throw new RangeError(`${node.graphNode.operator} "${node.graphNode.name}": index ${index} is outside of its axis, which has size ${size}.`);
  return result;
}

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
}

/** Each index points along one axis, at its own place on the others. */
function alongAxis(node: PlanNode): Locate {
  const { shape } = node.input(0);
  const axis = node.axis(node.number('axis', 0), shape.length);
  const strides = stridesOf(shape);
  const sizes = node.input(1).shape;
  const own = stridesOf(sizes);
  return (indices) => Int32Array.from(indices, (index, position) => sizes.reduce((offset, size, at) => {
    const place = at === axis ? fromStart(index, shape[axis]!, node) : Math.floor(position / own[at]!) % size;
    return offset + place * strides[at]!;
  }, 0));
}

interface Tuples {
  readonly count: number;
  readonly block: number;
  readonly locate: Locate;
}

/** The last axis of the indices holds tuples, each of which names a block of the data. */
function byTuples(node: PlanNode): Tuples {
  const { shape } = node.input(0);
  const indices = node.input(1).shape;
  const batchAxes = node.number('batch_dims', 0);
  const length = indices.at(-1)!;
  const count = elementCount(indices.slice(0, -1));
  const block = elementCount(shape.slice(batchAxes + length));
  const strides = stridesOf(shape);
  const perBatch = count / elementCount(shape.slice(0, batchAxes));
  const batchStride = elementCount(shape.slice(batchAxes));
  return {
    count,
    block,
    locate: (values) => Int32Array.from({ length: count }, (_, tuple) => {
      let offset = Math.floor(tuple / perBatch) * batchStride;
      for (let i = 0; i < length; i++) offset += fromStart(values[tuple * length + i]!, shape[batchAxes + i]!, node) * strides[batchAxes + i]!;
      return offset / block;
    }),
  };
}

function pick(b: PlanBuilder, node: PlanNode, { count, block, locate }: Tuples): readonly Value[] {
  const value = node.input(0);
  const x = b.held(value, undefined, [elementCount(value.shape) / block, block]);
  const picked = b.kernel('GatherV2', { x, indices: rowsOf(b, node.input(1), count, locate) }, { axis: 0, batchDims: 0 }, { dims: [count, block], type: x.type });
  return [b.plain(b.reshape(picked, node.output.shape), node.output.type)];
}

/** Updates that add are summed from zeros, so that two to one entry both count; then the data is added. */
function put(b: PlanBuilder, node: PlanNode, { count, block, locate }: Tuples): readonly Value[] {
  const value = node.input(0);
  const dims = [elementCount(value.shape) / block, block];
  const data = b.held(value, undefined, dims);
  const updates = b.held(node.input(2), undefined, [count, block]);
  const indices = b.reshape(rowsOf(b, node.input(1), count, locate), [count, 1]);
  const result = node.text('reduction', 'none') === 'add'
    ? arithmetic(b, 'Add', data, b.kernel('ScatterNd', { indices, updates }, { shape: dims }, { dims, type: data.type }))
    : b.kernel('TensorScatterUpdate', { tensor: data, indices, updates }, {}, data);
  return [b.plain(b.reshape(result, value.shape), node.output.type)];
}

const elements = (node: PlanNode): Tuples => ({ count: elementCount(node.input(1).shape), block: 1, locate: alongAxis(node) });

/** The axis that is picked from becomes the axes of the indices. */
const gatherNode: Emitter = (b, node) => {
  const [value, indices] = [node.input(0), node.input(1)];
  const axis = node.axis(node.number('axis', 0), value.shape.length);
  const size = value.shape[axis]!;
  const { order } = value;
  const place = order.indexOf(axis);
  const added = indices.shape.length;
  // The axes of the result, numbered as in its shape, take the place of the one that was picked from.
  const resultOrder = order.flatMap((other) => (other === axis ? plainOrder(added).map((i) => axis + i) : [other < axis ? other : other + added - 1]));
  const x = b.held(value, order);
  const count = elementCount(indices.shape);
  const locate: Locate = (values) => Int32Array.from(values, (index) => fromStart(index, size, node));
  const { constant } = indices;
  const result = constant === undefined
    ? b.kernel('GatherV2', { x, indices: rowsOf(b, indices, count, locate) }, { axis: place, batchDims: 0 }, { dims: x.dims.map((length, i) => (i === place ? count : length)), type: x.type })
    : gather(b, x, place, [...locate(Array.from(constant.data as Iterable<number | bigint>, Number))]);
  return [b.value(b.reshape(result, dimsOf(node.output.shape, resultOrder)), { ...node.output, order: resultOrder })];
};

export const gathersAndScatters = {
  Gather: gatherNode,
  GatherElements: (b, node) => pick(b, node, elements(node)),
  GatherND: (b, node) => pick(b, node, byTuples(node)),
  ScatterElements: (b, node) => put(b, node, elements(node)),
  ScatterND: (b, node) => put(b, node, byTuples(node)),
} satisfies Record<string, Emitter>;
