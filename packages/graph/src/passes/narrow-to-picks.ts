import type { Graph, GraphNode, Tensor, ValueType } from '../graph.ts';
import { inferTypes } from '../inference.ts';
import { makersOf } from '../links.ts';
import { axesThrough } from './pick-axes.ts';
import { removeDeadNodes } from './remove-dead-nodes.ts';
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
  const types = inferTypes(graph);
  if (!graph.nodes.some((node) => pickOf(node, graph, types) !== undefined)) return graph;
  const wanted = rangesRead(graph, types, whole);
  const makers = makersOf(graph);
  const constants = new Map(graph.constants);
  const nodes: GraphNode[] = [];
  const sliced = new Map<string, string>();
  const constant = (name: string, tensor: Tensor): string => {
    constants.set(name, tensor);
    return name;
  };
  const isNarrow = (value: string, pick: Pick): boolean => makers.has(value) && samePick(wanted.get(value), pick);
  /** The range of a value: what its maker gives now, or a Slice of the whole. */
  const partOf = (value: string, pick: Pick): string => {
    if (isNarrow(value, pick)) return value;
    const name = `${value} [${pick.start}:${pick.start + pick.count}] of axis ${pick.axis}`;
    if (!sliced.has(name)) {
      const bounds = [pick.start, pick.start + pick.count, pick.axis].map((number, i) => constant(`${name} ${['from', 'to', 'along'][i]!}`, makeTensor('int64', [1], [number])));
      nodes.push({ name, operator: 'Slice', inputs: [value, ...bounds], outputs: [name], attributes: {} });
      sliced.set(name, name);
    }
    return name;
  };

  for (const node of graph.nodes) {
    const range = wanted.get(node.outputs[0]!);
    if (range !== undefined && range !== 'whole') {
      const axes = axesThrough(node, range.axis, { types, graph })!;
      const inputs = node.inputs.map((input, i) => (typeof axes[i] === 'number' ? partOf(input, { ...range, axis: axes[i] }) : input));
      if (node.operator === 'Reshape') inputs[1] = constant(`shape of part ${node.outputs[0]!}`, partShape(types.get(node.outputs[0]!)!, range));
      nodes.push({ ...node, inputs, attributes: node.operator === 'Reshape' ? {} : node.attributes });
      continue;
    }
    const pick = pickOf(node, graph, types);
    if (pick === undefined || !isNarrow(node.inputs[0]!, pick)) nodes.push(node);
    else if (node.operator === 'Slice') nodes.push({ ...node, operator: 'Identity', inputs: [node.inputs[0]!], attributes: {} });
    else nodes.push({ ...node, inputs: [node.inputs[0]!, constant(`first of ${node.outputs[0]!}`, makeTensor('int64', graph.constants.get(node.inputs[1]!)!.shape, [0]))] });
  }
  return removeDeadNodes({ ...graph, nodes, constants });
}

/** For each value what is read of it: one and the same range by all readers that the range can pass, or the whole. */
function rangesRead(graph: Graph, types: ReadonlyMap<string, ValueType>, whole: ReadonlySet<string>): Map<string, Pick | 'whole'> {
  const wanted = new Map<string, Pick | 'whole'>([...graph.outputs, ...whole].map((value) => [value, 'whole']));
  const ask = (value: string, pick: Pick | 'whole'): void => {
    const before = wanted.get(value);
    wanted.set(value, before === undefined || (pick !== 'whole' && samePick(before, pick)) ? pick : 'whole');
  };
  for (const node of graph.nodes.toReversed()) {
    const [output] = node.outputs as [string];
    const range = node.outputs.length === 1 ? wanted.get(output) : 'whole';
    if (range === undefined) continue;
    const axes = range === 'whole' ? undefined : axesThrough(node, range.axis, { types, graph });
    if (range !== 'whole' && axes !== undefined) {
      node.inputs.forEach((input, i) => ask(input, typeof axes[i] === 'number' ? { ...range, axis: axes[i] } : 'whole'));
      continue;
    }
    wanted.set(output, 'whole');
    const pick = pickOf(node, graph, types);
    node.inputs.forEach((input, i) => ask(input, pick !== undefined && i === 0 ? pick : 'whole'));
  }
  return wanted;
}

/** The range that a Slice of one axis or a Gather of one entry takes, if it is half of the axis at most: a larger one is not worth moving. */
function pickOf(node: GraphNode, { constants }: Graph, types: ReadonlyMap<string, ValueType>): Pick | undefined {
  if (node.operator !== 'Slice' && node.operator !== 'Gather') return undefined;
  const numbers = node.inputs.slice(1).map((name) => constants.get(name)).map((tensor) => (tensor?.data.length === 1 ? Number(tensor.data[0]) : undefined));
  const { shape } = types.get(node.inputs[0]!)!;
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

function partShape({ shape }: ValueType, { axis, count }: Pick): Tensor {
  return makeTensor('int64', [shape.length], shape.map((size, at) => (at === axis ? count : typeof size === 'number' ? size : -1)));
}
