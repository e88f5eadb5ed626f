import type { Graph } from '../graph.ts';

/** A graph, or one whose outputs say more than their names. */
type Prunable = Pick<Graph, 'nodes' | 'constants'> & { readonly outputs: readonly (string | { readonly name: string })[] };

/** Drops the nodes and constants that no output needs. Inputs stay, since callers feed them. */
export function removeDeadNodes<Pruned extends Prunable>(graph: Pruned): Pruned {
  const needed = new Set(graph.outputs.map((output) => (typeof output === 'string' ? output : output.name)));
  const nodes = graph.nodes.toReversed().filter((node) => {
    const isNeeded = node.outputs.some((output) => needed.has(output));
    if (isNeeded) for (const input of node.inputs) needed.add(input);
    return isNeeded;
  }).reverse();
  return { ...graph, nodes, constants: new Map([...graph.constants].filter(([name]) => needed.has(name))) };
}
