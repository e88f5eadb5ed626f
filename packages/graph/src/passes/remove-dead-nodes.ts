import type { Graph } from '../graph.ts';

/** Drops the nodes and constants that no output needs. Inputs stay, since callers feed them. */
export function removeDeadNodes(graph: Graph): Graph {
  const needed = new Set(graph.outputs);
  const nodes = graph.nodes.toReversed().filter((node) => {
    const isNeeded = node.outputs.some((output) => needed.has(output));
    if (isNeeded) for (const input of node.inputs) needed.add(input);
    return isNeeded;
  }).reverse();
  return { ...graph, nodes, constants: new Map([...graph.constants].filter(([name]) => needed.has(name))) };
}
