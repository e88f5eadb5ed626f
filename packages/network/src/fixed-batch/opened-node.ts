import { definitionOf } from '@lookalike/graph';
import type { GraphNode } from '@lookalike/graph';
import { placeAfterReshape, rowsOutside } from './batch-place.ts';
import type { BatchPlace } from './batch-place.ts';
import { rowsThatFollow } from './rows-that-follow.ts';
import type { Additions } from './rows-that-follow.ts';

export interface OpenedNode {
  readonly node: GraphNode;
  /** Where the batch is in its result, if it is not where it was. */
  readonly place?: BatchPlace;
}

export interface NodeOfFile {
  readonly additions: Additions;
  /** The batch that the file fixes. */
  readonly batch: number;
  /** Sizes as the file has them. */
  readonly sizesOf: (value: string) => readonly number[];
  readonly placeOf: (value: string) => BatchPlace | undefined;
}

/** Writes a node, of whose operands some have the batch, for a batch of any size. @returns undefined where that cannot be done. */
export function openedNode(node: GraphNode, file: NodeOfFile): OpenedNode | undefined {
  const [data] = node.inputs as [string];
  const place = file.placeOf(data);
  if (place !== undefined) {
    switch (node.operator) {
      case 'Reshape': case 'Flatten': return reshaped(node, place, file);
      case 'Gather': return takesAll(node, file) ? reshaped(node, place, file) : { node };
      case 'Expand': return expanded(node, place, file);
      case 'Resize': return resized(node, place, file);
      case 'Slice': return sliced(node, place, file);
      default: break;
    }
  }
  const inputs = withRowsThatFollow(node, file);
  return inputs === undefined ? undefined : { node: { ...node, inputs } };
}

function reshaped(node: GraphNode, place: BatchPlace, { additions, batch, sizesOf }: NodeOfFile): OpenedNode | undefined {
  const [data] = node.inputs as [string];
  const sizes = sizesOf(node.outputs[0]!);
  const target = placeAfterReshape(rowsOutside(sizesOf(data), place), sizes, batch);
  if (target === undefined || sizes.includes(0)) return undefined;
  return { node: { ...node, operator: 'Reshape', inputs: [data, additions.integers(sizes.map((size, axis) => (axis === target.axis ? -1 : size)))], attributes: {} }, place: target };
}

/** A Gather of every entry of the batch's axis in order, as PyTorch writes some pools, is a Reshape. */
function takesAll({ inputs: [data, indices], attributes }: GraphNode, { additions, sizesOf, placeOf }: NodeOfFile): boolean {
  const { shape } = { shape: sizesOf(data!) };
  const axis = Number(attributes['axis'] ?? 0);
  const place = placeOf(data!);
  const along = axis < 0 ? axis + shape.length : axis;
  const taken = additions.b.constantOf(indices!);
  return place?.axis === along && taken !== undefined && taken.data.length === shape[along] && Array.from(taken.data, Number).every((value, i) => value === i);
}

function expanded(node: GraphNode, { axis }: BatchPlace, { additions, sizesOf }: NodeOfFile): OpenedNode | undefined {
  const [data] = node.inputs as [string];
  const [from, to] = [sizesOf(data), sizesOf(node.outputs[0]!)];
  const moved = axis + to.length - from.length;
  if (to[moved] !== from[axis]) return undefined;
  // 1 keeps what is there.
  return { node: { ...node, inputs: [data, additions.integers(to.map((size, at) => (at === moved ? 1 : size)))] } };
}

/** Where sizes are given, the batch's own must not be among them. */
function resized(node: GraphNode, { axis }: BatchPlace, { additions, sizesOf }: NodeOfFile): OpenedNode | undefined {
  const [data, region = '', scales = '', sizes = ''] = node.inputs as [string, ...string[]];
  const given = sizes === '' ? undefined : additions.b.constantOf(sizes);
  if (given === undefined || given.data.length === 0) return { node };
  const from = sizesOf(data);
  const axes = (node.attributes['axes'] as readonly number[] | undefined ?? from.map((_, at) => at)).map((at) => (at < 0 ? at + from.length : at));
  const asked = Array.from(given.data, Number);
  if (axes.some((at, i) => at === axis && asked[i] !== from[axis])) return undefined;
  const kept = axes.flatMap((at, i) => (at === axis ? [] : [i]));
  return { node: { ...node, inputs: [data, region, scales, additions.integers(kept.map((i) => asked[i]!))], attributes: { ...node.attributes, axes: kept.map((i) => axes[i]!) } } };
}

/** A slice that takes the whole batch leaves its axis alone. */
function sliced(node: GraphNode, { axis }: BatchPlace, { additions, sizesOf }: NodeOfFile): OpenedNode | undefined {
  const [data, ...operands] = node.inputs as [string, ...string[]];
  const [starts, ends, axes, steps] = operands.map((name) => additions.b.constantOf(name)).map((tensor) => tensor && Array.from(tensor.data, Number));
  if (starts === undefined || ends === undefined) return undefined;
  const rank = sizesOf(data).length;
  const along = starts.map((_, i) => { const at = axes?.[i] ?? i; return at < 0 ? at + rank : at; });
  const at = along.indexOf(axis);
  if (at < 0) return { node };
  const size = sizesOf(data)[axis]!;
  const isWhole = (steps?.[at] ?? 1) === 1 && (starts[at] === 0 || starts[at]! <= -size) && ends[at]! >= size;
  if (!isWhole) return undefined;
  const kept = along.flatMap((_, i) => (i === at ? [] : [i]));
  if (kept.length === 0) return { node: { ...node, operator: 'Identity', inputs: [data], attributes: {} } };
  return { node: { ...node, inputs: [data, ...[starts, ends, along, steps ?? along.map(() => 1)].map((values) => additions.integers(kept.map((i) => values[i]!)))] } };
}

/** Constants that have rows for each image of the file's batch get as many as there are images. */
function withRowsThatFollow(node: GraphNode, { additions, batch, sizesOf, placeOf }: NodeOfFile): string[] | undefined {
  const broadcasts = definitionOf(node).broadcasts;
  const alike = broadcasts || isOneSize(node);
  const open = node.inputs.find((name) => placeOf(name) !== undefined)!;
  const { axis } = placeOf(open)!;
  const fromEnd = sizesOf(open).length - axis;
  // What the last two axes of a product are is not the same in both factors.
  if (!alike || (node.operator === 'MatMul' && fromEnd <= 2)) return [...node.inputs];
  const inputs: string[] = [];
  for (const [index, name] of node.inputs.entries()) {
    const at = name === '' ? -1 : sizesOf(name).length - fromEnd;
    const size = name === '' ? undefined : sizesOf(name)[at];
    const isLeft = name === '' || (node.operator === 'Gemm' && index < 2) || placeOf(name) !== undefined || at < 0 || size !== sizesOf(open)[axis] || (size === 1 && broadcasts);
    const followed = isLeft ? name : rowsThatFollow(additions, name, { axis: at, batch, mayBroadcast: broadcasts });
    if (followed === undefined) return undefined;
    inputs.push(followed);
  }
  return inputs;
}

/** Operators that want the same size of all operands but along their own axis. */
function isOneSize({ operator }: GraphNode): boolean {
  return operator === 'Concat' || operator === 'GatherElements' || operator === 'ScatterElements';
}
