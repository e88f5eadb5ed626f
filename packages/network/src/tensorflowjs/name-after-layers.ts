import { FreeNames, renamedNode } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';

/**
 * Gives values and nodes the names of the file's layers. A layer may have become several nodes: the one that makes its result has its name,
 * and those before it are called after it (`conv1/Conv`).
 * @param layers name of the layer, by the value that is its result.
 */
export function nameAfterLayers(graph: Graph, layers: ReadonlyMap<string, string>): Graph {
  const free = new FreeNames([...graph.inputs.map(({ name }) => name), ...graph.constants.keys()]);

  // Results of layers choose first, so that no step on the way takes their name.
  const values = new Map<string, string>();
  for (const node of graph.nodes) for (const output of node.outputs) if (layers.has(output)) values.set(output, free.fresh(layers.get(output)!));
  let layer = '';
  for (const node of graph.nodes.toReversed()) {
    layer = node.outputs.map((output) => values.get(output)).find((name) => name !== undefined) ?? layer;
    for (const output of node.outputs) if (output !== '' && !values.has(output)) values.set(output, free.fresh(layer === '' ? node.operator : `${layer}/${node.operator}`));
  }
  const renamed = (name: string): string => values.get(name) ?? name;
  return {
    ...graph,
    outputs: graph.outputs.map(renamed),
    nodes: graph.nodes.map((node) => renamedNode(node, { name: renamed(node.outputs.find((output) => output !== '')!), inputs: node.inputs.map(renamed), outputs: node.outputs.map(renamed) })),
  };
}
