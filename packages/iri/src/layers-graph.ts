import { foldConstants } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { representationGraph } from './step-graph.ts';
import type { RepresentationGraph } from './step-graph.ts';

/**
 * Cuts a network at several layers at once, so that what they share is computed once. The first is the studied one.
 * @throws graph.unknown_layer, iri.unsupported_network
 */
export function layersGraph(network: Graph, layer: string, others: readonly string[]): RepresentationGraph {
  const studied = representationGraph(network, layer);
  if (others.length === 0) return studied;
  for (const other of others) representationGraph(network, other);
  return { ...studied, graph: foldConstants({ ...network, outputs: [layer, ...others] }) };
}
