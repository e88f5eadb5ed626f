import { Rewriter } from '@lookalike/graph';
import type { Graph, GraphNode, OperatorName } from '@lookalike/graph';

/** Writes one node in other operators where a provider needs that; leaves it alone elsewhere. */
export type Rewrite = (r: Rewriter, node: GraphNode) => void;

/** Replaces nodes that a provider cannot run by ones that it can. */
export function rewrite(graph: Graph, rewrites: Partial<Record<OperatorName, Rewrite>>): Graph {
  const r = new Rewriter(graph);
  for (const node of graph.nodes) if (Object.hasOwn(rewrites, node.operator)) rewrites[node.operator as OperatorName]!(r, node);
  return r.build();
}
