import { batchSizeOf, dependents, inferTypes, isFloat, partsIn, traitsOf } from '@lookalike/graph';
import type { Graph, LayerPart, Shape } from '@lookalike/graph';
import { penultimateLayer } from './penultimate-layer.ts';

/** A value of the network that may serve as a representation. */
export interface Layer {
  /** Name of the value; what `cutAt` takes. */
  readonly name: string;
  /** Name and operator of the node that makes it. */
  readonly node: string;
  readonly operator: string;
  /** [N, …] */
  readonly shape: Shape;
  /** Values per image. */
  readonly size: number;
  /** Whether it is the representation unless somebody chooses another. */
  readonly isDefault: boolean;
  /** Which parts of it can be the representation; `all` is the first. */
  readonly parts: readonly LayerPart[];
}

/**
 * Lists the layers that may serve as a representation: floating values computed from the network's input, with the batch
 * first, in the order of computation. What only moves values, as a Reshape does, is listed only where it is the default.
 * @param defaultLayer the one that {@link penultimateLayer} picks, unless somebody who knows better names another
 */
export function listLayers(graph: Graph, defaultLayer: string = penultimateLayer(graph).name): Layer[] {
  const types = inferTypes(graph);
  // What follows the number of images alone, such as a class token, says nothing of the image.
  const computed = dependents(graph, graph.inputs.map((input) => input.name), ({ operator }) => operator !== 'Shape');
  const partsOf = partsIn(graph);
  const batch = batchSizeOf(graph);
  return graph.nodes.flatMap((node) => node.outputs.flatMap((name): Layer[] => {
    const type = types.get(name);
    const isDefault = name === defaultLayer;
    if (type === undefined || !computed.has(name) || !isFloat(type.type) || type.shape[0] !== batch) return [];
    if (traitsOf(node)?.moves !== undefined && !isDefault) return [];
    const sizes = type.shape.slice(1).filter((size) => typeof size === 'number');
    if (sizes.length !== type.shape.length - 1 || sizes.length === 0) return [];
    return [{ name, node: node.name, operator: node.operator, shape: ['N', ...sizes], size: sizes.reduce((product, size) => product * size, 1), isDefault, parts: partsOf(name) }];
  }));
}
