import { batchSizeOf, dependents, inferTypes, isFloat, traitsOf } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { BlockedLayer, Obstacle } from '../blocked-values.ts';

/**
 * Layers of a network with a fixed batch whose values do not have the images in front any more, each with the node that took them away: a
 * Squeeze, in many networks that were exported with one image. Nothing for a network that takes any batch.
 */
export function layersWithoutBatch(graph: Graph): readonly BlockedLayer[] {
  const batch = batchSizeOf(graph);
  if (typeof batch !== 'number') return [];
  const types = inferTypes(graph);
  const computed = dependents(graph, graph.inputs.map(({ name }) => name), ({ operator }) => operator !== 'Shape');
  const obstacles = new Map<string, Obstacle>();
  return graph.nodes.flatMap((node) => node.outputs.flatMap((name): BlockedLayer[] => {
    const type = types.get(name);
    if (type === undefined || !computed.has(name) || !isFloat(type.type) || type.shape[0] === batch) return [];
    const before = node.inputs.map((input) => obstacles.get(input)).find((obstacle) => obstacle !== undefined);
    const by = before ?? { operator: node.operator, node: node.name, code: 'graph.batch_lost', because: `takes the file’s batch of ${batch} away from the front, so that what comes of it is not one representation for each image` };
    obstacles.set(name, by);
    // What only moves values is no layer.
    return traitsOf(node)?.moves === undefined ? [{ name, node: node.name, operator: node.operator, by }] : [];
  }));
}
