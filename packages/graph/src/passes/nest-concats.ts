import type { Graph, GraphNode } from '../graph.ts';
import { Rewriter } from '../rewriter.ts';

/**
 * Writes a Concat of a, b, c as the Concat of an earlier Concat of a, b, and of c. In a network whose every layer reads all layers
 * before it (DenseNet), each result is otherwise copied once for every later layer, and its gradient is cut out and added as often.
 * @see Huang et al. 2017, section 3
 */
export function nestConcats(graph: Graph): Graph {
  const r = new Rewriter(graph);
  const earlier: GraphNode[] = [];
  for (const node of graph.nodes) {
    if (node.operator !== 'Concat') continue;
    // Inputs are compared as the file has them: what was nested already is still found by all of its parts.
    const start = earlier.filter((other) => isStartOf(other, node)).reduce<GraphNode | undefined>((longest, other) => (other.inputs.length > (longest?.inputs.length ?? 1) ? other : longest), undefined);
    earlier.push(node);
    if (start !== undefined) r.change(node, { inputs: [start.outputs[0]!, ...node.inputs.slice(start.inputs.length)] });
  }
  return r.build();
}

function isStartOf(start: GraphNode, whole: GraphNode): boolean {
  return start.attributes['axis'] === whole.attributes['axis'] && start.inputs.length < whole.inputs.length && start.inputs.every((input, i) => input === whole.inputs[i]);
}
