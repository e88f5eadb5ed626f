import { makeTensor } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';

/**
 * Makes a Gelu of what its gradient computes anyway: with u = x/√2 it is √½ · u · (1 + erf(u)). ONNX Runtime's own Gelu takes as long as
 * four products of elements, and its erf cannot be read.
 */
export function shareErf(graph: Graph): Graph {
  const gelus = graph.nodes.filter(({ operator, attributes }) => operator === 'Gelu' && (attributes['approximate'] ?? 'none') === 'none');
  if (gelus.length === 0) return graph;
  const scalarOf = (name: string): number | undefined => {
    const tensor = graph.constants.get(name);
    return tensor?.shape.length === 0 ? Number(tensor.data[0]) : undefined;
  };
  /** The node that makes `operator` of a value and a number; of a value alone where no number is given. */
  const made = new Map<string, GraphNode>();
  const key = (operator: string, value: string, number?: number): string => JSON.stringify([operator, value, number === undefined ? '' : Math.fround(number)]);
  for (const node of graph.nodes) {
    const [value, number] = node.inputs as [string, string?];
    const scalar = number === undefined ? undefined : scalarOf(number);
    if (number === undefined || scalar !== undefined) made.set(key(node.operator, value, scalar), node);
  }
  const constants = new Map(graph.constants);
  const moved = new Set<GraphNode>();
  const instead = new Map(gelus.flatMap((gelu) => {
    const [x] = gelu.inputs as [string];
    const scaled = made.get(key('Mul', x, Math.SQRT1_2));
    const erf = scaled && made.get(key('Erf', scaled.outputs[0]!));
    const raised = erf && made.get(key('Add', erf.outputs[0]!, 1));
    if (scaled === undefined || erf === undefined || raised === undefined) return [];
    for (const node of [scaled, erf, raised]) moved.add(node);
    constants.set(half, makeTensor('float32', [], [Math.SQRT1_2]));
    const [result] = gelu.outputs as [string];
    const product = `${result} by √2`;
    return [[gelu, [
      scaled, erf, raised,
      { name: product, operator: 'Mul', inputs: [scaled.outputs[0]!, raised.outputs[0]!], outputs: [product], attributes: {} },
      { name: gelu.name, operator: 'Mul', inputs: [product, half], outputs: [result], attributes: {} },
    ]] as const];
  }));
  return { ...graph, constants, nodes: graph.nodes.flatMap((node): readonly GraphNode[] => (moved.has(node) ? [] : instead.get(node) ?? [node])) };
}

const half = 'root of a half';
