import { evaluate, inferTypes, sizeAt, makersOf, removeDeadNodes, makeTensor } from '@lookalike/graph';
import type { Graph, GraphNode, ValueType } from '@lookalike/graph';

/** The batch sizes that indices are computed for. */
const trials = [2, 3] as const;

/**
 * Writes a Gather that takes every entry of a vector in order as the Reshape that it is. PyTorch's newer exporter makes such Gathers, with
 * indices computed from the batch size, of the pooling at the end of ConvNeXt and Swin; their gradient would be a scatter.
 */
export function recognizeReshapes(graph: Graph): Graph {
  const makers = makersOf(graph);
  const isCandidate = ({ operator, inputs }: GraphNode): boolean => operator === 'Gather' && !graph.constants.has(inputs[1]!) && makers.has(inputs[1]!);
  if (!graph.nodes.some(isCandidate)) return graph;
  const types = inferTypes(graph);
  const constants = new Map(graph.constants);
  const nodes = graph.nodes.map((node): GraphNode => {
    const [data, indices] = node.inputs as [string, string];
    const shape = types.get(node.outputs[0]!)!.shape;
    const isPossible = isCandidate(node) && types.get(data)!.shape.length === 1 && shape.filter((size) => typeof size !== 'number').length <= 1;
    if (!isPossible || !trials.every((batch) => takesAllInOrder(graph, { types, makers, indices, count: sizeAt(types.get(data)!.shape[0]!, batch), batch }))) return node;
    const name = `shape of ${node.name}`;
    constants.set(name, makeTensor('int64', [shape.length], shape.map((size) => (typeof size === 'number' ? size : -1))));
    return { ...node, operator: 'Reshape', inputs: [data, name], attributes: {} };
  });
  return removeDeadNodes({ ...graph, nodes, constants });
}

interface Indices {
  readonly types: ReadonlyMap<string, ValueType>;
  readonly makers: ReadonlyMap<string, GraphNode>;
  readonly indices: string;
  /** How many entries there are to take. */
  readonly count: number;
  readonly batch: number;
}

function takesAllInOrder(graph: Graph, { types, makers, indices, count, batch }: Indices): boolean {
  const sizes = new Map<string, ReturnType<typeof makeTensor>>();
  const needed = new Set<GraphNode>();
  const waiting = [indices];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const maker = makers.get(value);
    if (maker === undefined && !graph.constants.has(value)) return false;
    if (maker === undefined || needed.has(maker) || sizes.has(value)) continue;
    if (maker.operator === 'Shape') {
      const all = types.get(maker.inputs[0]!)!.shape.map((size) => sizeAt(size, batch));
      const { start = 0, end = all.length } = maker.attributes as { start?: number; end?: number };
      const shape = all.slice(start, end);
      sizes.set(value, makeTensor('int64', [shape.length], shape));
    } else {
      needed.add(maker);
      waiting.push(...maker.inputs.filter((input) => input !== ''));
    }
  }
  const part: Graph = { ...graph, inputs: [], outputs: [indices], nodes: graph.nodes.filter((node) => needed.has(node)), constants: new Map([...graph.constants, ...sizes]) };
  const values = evaluate(part, new Map()).get(indices)!.data;
  return values.length === count && Array.prototype.every.call(values, (value: bigint | number, i: number) => Number(value) === i);
}
