import { evaluate, makeTensor, Rewriter, sizeAt } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';

/** The batch sizes that indices are computed for. */
const trials = [2, 3] as const;

/**
 * Writes a Gather that takes every entry of a vector in order as the Reshape that it is. PyTorch's newer exporter makes such Gathers, with
 * indices computed from the batch size, of the pooling at the end of ConvNeXt and Swin; their gradient would be a scatter.
 */
export function recognizeReshapes(graph: Graph): Graph {
  const isCandidate = ({ operator, inputs }: GraphNode): boolean => operator === 'Gather' && !graph.constants.has(inputs[1]!);
  if (!graph.nodes.some(isCandidate)) return graph;
  const r = new Rewriter(graph);
  for (const node of graph.nodes) {
    const [data, indices] = node.inputs as [string, string];
    if (!isCandidate(node) || r.makerOf(indices) === undefined || r.shapeOf(data).length !== 1) continue;
    const { shape } = r.typeOf(node.outputs[0]!);
    const hasOneOpenSize = shape.filter((size) => typeof size !== 'number').length <= 1;
    if (!hasOneOpenSize || !trials.every((batch) => takesAllInOrder(r, graph, { indices, count: sizeAt(r.shapeOf(data)[0]!, batch), batch }))) continue;
    r.change(node, { operator: 'Reshape', inputs: [data, r.integers(shape.map((size) => (typeof size === 'number' ? size : -1)))], attributes: {} });
  }
  return r.build();
}

interface Indices {
  readonly indices: string;
  /** How many entries there are to take. */
  readonly count: number;
  readonly batch: number;
}

function takesAllInOrder(r: Rewriter, graph: Graph, { indices, count, batch }: Indices): boolean {
  const sizes = new Map<string, ReturnType<typeof makeTensor>>();
  const needed = new Set<GraphNode>();
  const waiting = [indices];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const maker = r.makerOf(value);
    if (maker === undefined && !graph.constants.has(value)) return false;
    if (maker === undefined || needed.has(maker) || sizes.has(value)) continue;
    if (maker.operator === 'Shape') {
      const all = r.shapeOf(maker.inputs[0]!).map((size) => sizeAt(size, batch));
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
