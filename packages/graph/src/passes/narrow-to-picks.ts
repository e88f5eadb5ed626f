import type { Graph, GraphNode, ValueType } from '../graph.ts';
import { inferTypes } from '../inference.ts';
import { Rewriter } from '../rewriter.ts';
import { axesThrough } from './pick-axes.ts';
import { makeTensor } from '../tensor.ts';

/** A range of one axis of a value. */
interface Pick {
  readonly axis: number;
  readonly start: number;
  readonly count: number;
}

/**
 * Computes only what is read of values that are read in part. A transformer that ends with its class token reads one row of the last
 * block: what comes before works row by row (products with weights, activations, sums, normalisations of rows, queries of an
 * attention), so one row of that is computed too, and its gradient has one row. Each range moves up to where all rows are needed.
 * @param whole values that must stay as they are, besides the graph's outputs
 */
export function narrowToPicks(graph: Graph, whole: ReadonlySet<string>): Graph {
  if (!graph.nodes.some(({ operator }) => operator === 'Slice' || operator === 'Gather')) return graph;
  const r = new Rewriter(graph);
  if (!graph.nodes.some((node) => pickOf(r, node) !== undefined)) return graph;
  const around = { types: inferTypes(graph), graph };
  const wanted = rangesRead(r, around, whole);
  /** The range of a value that is computed instead of the whole. */
  const narrow = new Map<string, string>();
  const slices = new Map<string, string>();
  const isNarrow = (value: string, pick: Pick): boolean => r.makerOf(value) !== undefined && samePick(wanted.get(value), pick);
  /** The range of a value: what its maker gives now, or a Slice of the whole. */
  const partOf = (value: string, pick: Pick): string => {
    if (isNarrow(value, pick)) return narrow.get(value)!;
    const { axis, start, count } = pick;
    const key = JSON.stringify([value, axis, start, count]);
    const part = slices.get(key) ?? r.slice(value, { starts: [start], ends: [start + count], axes: [axis] });
    slices.set(key, part);
    return part;
  };

  for (const node of graph.nodes) {
    const [output] = node.outputs as [string];
    const range = wanted.get(output);
    if (range !== undefined && range !== 'whole') {
      const axes = axesThrough(node, range.axis, around)!;
      const inputs = node.inputs.map((input, i) => (typeof axes[i] === 'number' ? partOf(input, { ...range, axis: axes[i] }) : input));
      const attributes = node.operator === 'Reshape' ? {} : node.attributes;
      if (node.operator === 'Reshape') inputs[1] = r.integers(partShape(r.typeOf(output), range));
      narrow.set(output, r.fresh(output));
      r.change(node, { inputs, attributes, outputs: [narrow.get(output)!] });
      continue;
    }
    const pick = pickOf(r, node);
    if (pick === undefined || !isNarrow(node.inputs[0]!, pick)) continue;
    const part = narrow.get(node.inputs[0]!)!;
    if (node.operator === 'Slice') r.change(node, { operator: 'Identity', inputs: [part], attributes: {} });
    else r.change(node, { inputs: [part, r.constant(makeTensor('int64', r.constantOf(node.inputs[1])!.shape, [0]))] });
  }
  return r.build();
}

/** For each value what is read of it: one and the same range by all readers that the range can pass, or the whole. */
function rangesRead(r: Rewriter, around: Parameters<typeof axesThrough>[2], whole: ReadonlySet<string>): Map<string, Pick | 'whole'> {
  const wanted = new Map<string, Pick | 'whole'>([...around.graph.outputs, ...whole].map((value) => [value, 'whole']));
  const ask = (value: string, pick: Pick | 'whole'): void => {
    const before = wanted.get(value);
    wanted.set(value, before === undefined || (pick !== 'whole' && samePick(before, pick)) ? pick : 'whole');
  };
  for (const node of r.nodes.toReversed()) {
    const [output] = node.outputs as [string];
    const range = node.outputs.length === 1 ? wanted.get(output) : 'whole';
    if (range === undefined) continue;
    const axes = range === 'whole' ? undefined : axesThrough(node, range.axis, around);
    if (range !== 'whole' && axes !== undefined) {
      node.inputs.forEach((input, i) => ask(input, typeof axes[i] === 'number' ? { ...range, axis: axes[i] } : 'whole'));
      continue;
    }
    wanted.set(output, 'whole');
    const pick = pickOf(r, node);
    node.inputs.forEach((input, i) => ask(input, pick !== undefined && i === 0 ? pick : 'whole'));
  }
  return wanted;
}

/** The range that a Slice of one axis or a Gather of one entry takes, if it is half of the axis at most: a larger one is not worth moving. */
function pickOf(r: Rewriter, node: GraphNode): Pick | undefined {
  if (node.operator !== 'Slice' && node.operator !== 'Gather') return undefined;
  const numbers = node.inputs.slice(1).map((name) => r.numbersOf(name)).map((all) => (all?.length === 1 ? all[0] : undefined));
  const shape = r.shapeOf(node.inputs[0]!);
  const [start, end, sliced, step = 1] = node.operator === 'Gather' ? [numbers[0], undefined, Number(node.attributes['axis'] ?? 0)] : numbers.length < 3 ? [numbers[0], numbers[1], 0] : numbers;
  if (start === undefined || sliced === undefined || step !== 1) return undefined;
  const axis = sliced < 0 ? sliced + shape.length : sliced;
  const size = shape[axis];
  if (typeof size !== 'number' || (node.operator === 'Slice' && end === undefined)) return undefined;
  const bound = (value: number): number => Math.min(Math.max(value < 0 ? value + size : value, 0), size);
  const count = node.operator === 'Gather' ? 1 : bound(end!) - bound(start);
  return count > 0 && count <= size / 2 ? { axis, start: bound(start), count } : undefined;
}

function samePick(a: Pick | 'whole' | undefined, b: Pick): boolean {
  return a !== undefined && a !== 'whole' && a.axis === b.axis && a.start === b.start && a.count === b.count;
}

function partShape({ shape }: ValueType, { axis, count }: Pick): number[] {
  return shape.map((size, at) => (at === axis ? count : typeof size === 'number' ? size : -1));
}
