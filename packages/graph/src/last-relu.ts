import type { Graph, GraphNode } from './graph.ts';
import { makersOf } from './layers.ts';
import { toDoubles } from './tensor.ts';

/**
 * Finds the rectifiers that come last on the ways to the first output: walking back from it, the first Relu (or Clip at 0, as
 * in ReLU6) on each way. One in most networks; several where the last block joins branches.
 * @returns names of nodes, the one computed last first.
 */
export function lastRectifiers(graph: Graph): string[] {
  const makers = makersOf(graph);
  const found = new Set<string>();
  const seen = new Set<string>();
  const waiting = [graph.outputs[0]!];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const node = makers.get(value);
    if (node === undefined || seen.has(node.name)) continue;
    seen.add(node.name);
    if (isRectifier(graph, node)) found.add(node.name);
    else waiting.push(...node.inputs);
  }
  return graph.nodes.map((node) => node.name).filter((name) => found.has(name)).reverse();
}

/**
 * The node whose gradient is passed straight through (the "fake ReLU"): of {@link lastRectifiers}, the one computed last.
 * Without it many inversions stall, because a representation that is 0 has no gradient.
 * @returns the name of the node, or `undefined` if there is no rectifier on the way.
 * @see Nanda et al. 2023; Engstrom et al. 2019, package `robustness`, FakeReLU
 */
export function lastRelu(graph: Graph): string | undefined {
  return lastRectifiers(graph)[0];
}

function isRectifier(graph: Graph, node: GraphNode): boolean {
  if (node.operator === 'Relu') return true;
  const least = node.operator === 'Clip' ? graph.constants.get(node.inputs[1] ?? '') : undefined;
  return least !== undefined && toDoubles(least)[0] === 0;
}
