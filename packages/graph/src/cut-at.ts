import { GraphError } from './graph-error.ts';
import type { Graph } from './graph.ts';
import { dependents, makersOf } from './links.ts';
import { nearNames } from './near-names.ts';
import { removeDeadNodes } from './passes/remove-dead-nodes.ts';

/**
 * Keeps what is needed to compute one layer, which becomes the only output.
 * @throws graph.unknown_layer, with the names that look most like the one asked for; graph.constant_layer for one that is the same for
 *   every image.
 */
export function cutAt(graph: Graph, layer: string): Graph {
  const computed = dependents(graph, graph.inputs.map(({ name }) => name));
  const makers = makersOf(graph);
  if (graph.constants.has(layer) || (makers.has(layer) && !computed.has(layer))) {
    throw new GraphError('graph.constant_layer', `The layer "${layer}" does not depend on the network's input: it is the same for every image, so it represents none. Choose a layer that the image reaches; list the layers to see them.`, { layer });
  }
  if (!makers.has(layer)) {
    const near = nearNames(layer, [...makers.keys()].filter((name) => computed.has(name)));
    throw new GraphError('graph.unknown_layer', `The network has no layer "${layer}". Did you mean ${near.map((name) => `"${name}"`).join(', ')}? ` +
      'List the layers to see all of them.', { layer, near });
  }
  return removeDeadNodes({ ...graph, outputs: [layer] });
}
