import type { Graph, GraphNode } from './graph.ts';

/** The node that makes each value. */
export function makersOf(graph: Pick<Graph, 'nodes'>): ReadonlyMap<string, GraphNode> {
  return new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
}

/** Who reads each value, once for each of its inputs; an output of the graph has a reader more, which is no node. */
export function readersOf(graph: Graph): ReadonlyMap<string, readonly (GraphNode | undefined)[]> {
  const readers = new Map<string, (GraphNode | undefined)[]>(graph.outputs.map((output) => [output, [undefined]]));
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [node]);
      else known.push(node);
    }
  }
  return readers;
}

/** The values that depend on any of `sources`, and the sources themselves. */
export function dependents(graph: Graph, sources: readonly string[], passes: (node: GraphNode) => boolean = () => true): ReadonlySet<string> {
  const reached = new Set(sources);
  for (const node of graph.nodes) {
    if (!node.inputs.some((input) => reached.has(input)) || !passes(node)) continue;
    for (const output of node.outputs) reached.add(output);
  }
  return reached;
}
