import { Rewriter } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';

/**
 * Makes a Gelu of what its gradient computes anyway: with u = x/√2 it is √½ · u · (1 + erf(u)). ONNX Runtime's own Gelu takes as long as
 * four products of elements, and its erf cannot be read.
 */
export function shareErf(graph: Graph): Graph {
  const gelus = graph.nodes.filter(({ operator, attributes }) => operator === 'Gelu' && (attributes['approximate'] ?? 'none') === 'none');
  if (gelus.length === 0) return graph;
  const r = new Rewriter(graph);
  /** The node that makes `operator` of a value and a number; of a value alone where no number is given. */
  const made = new Map<string, GraphNode>();
  const key = (operator: string, value: string, number?: number): string => JSON.stringify([operator, value, number === undefined ? '' : Math.fround(number)]);
  for (const node of graph.nodes) {
    const [value, number] = node.inputs as [string, string?];
    const scalar = r.scalarOf(number);
    if (number === undefined || scalar !== undefined) made.set(key(node.operator, value, scalar), node);
  }
  for (const gelu of gelus) {
    const scaled = made.get(key('Mul', gelu.inputs[0]!, Math.SQRT1_2));
    const erf = scaled && made.get(key('Erf', scaled.outputs[0]!));
    const raised = erf && made.get(key('Add', erf.outputs[0]!, 1));
    if (scaled !== undefined && raised !== undefined) r.replace(gelu, () => r.mul(r.mul(scaled.outputs[0]!, raised.outputs[0]!), Math.SQRT1_2));
  }
  return r.build();
}
