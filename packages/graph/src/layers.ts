import { GraphError } from './graph-error.ts';
import type { Graph, GraphNode, Shape } from './graph.ts';
import { inferTypes } from './inference.ts';
import { nearNames } from './near-names.ts';
import { removeDeadNodes } from './remove-dead-nodes.ts';
import { isFloat } from './tensor.ts';

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
  /** Whether it is the one that {@link penultimateLayer} picks. */
  readonly isDefault: boolean;
}

/** The penultimate layer, and by which part of the rule it was found. */
export interface PenultimateLayer {
  readonly name: string;
  readonly rule: 'input of the last fully connected layer' | 'output of a network without a fully connected last layer';
}

/** Operators that only rearrange values: what they make is listed only when it is the default. */
const rearranging: ReadonlySet<string> = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose', 'Identity', 'Cast', 'Slice', 'Split', 'Expand', 'Pad']);

/** Operators that may stand between the last fully connected layer and the output. */
const afterClassifier: ReadonlySet<string> = new Set(['Softmax', 'LogSoftmax', 'Sigmoid', 'Identity', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose', 'Cast', 'Clip', 'Add', 'Sub', 'Mul', 'Div']);

/**
 * Lists the layers that may serve as a representation: floating values computed from the network's input, with the batch
 * first, in the order of computation.
 */
export function listLayers(graph: Graph): Layer[] {
  const types = inferTypes(graph);
  const computed = dependents(graph, graph.inputs.map((input) => input.name));
  const penultimate = penultimateLayer(graph).name;
  return graph.nodes.flatMap((node) => node.outputs.flatMap((name): Layer[] => {
    const type = types.get(name);
    const isDefault = name === penultimate;
    if (type === undefined || !computed.has(name) || !isFloat(type.type) || type.shape[0] !== 'N') return [];
    if (rearranging.has(node.operator) && !isDefault) return [];
    const sizes = type.shape.slice(1).filter((size) => typeof size === 'number');
    if (sizes.length !== type.shape.length - 1 || sizes.length === 0) return [];
    return [{ name, node: node.name, operator: node.operator, shape: type.shape, size: sizes.reduce((product, size) => product * size, 1), isDefault }];
  }));
}

/**
 * Picks the penultimate layer: what goes into the last Gemm or MatMul with constant weights, found by walking back from the
 * first output over softmax, bias and reshaping. A network that ends otherwise (a backbone without its classifier, a
 * convolutional classifier) gives its output.
 * @see Nanda et al. 2023, who compare penultimate representations
 */
export function penultimateLayer(graph: Graph): PenultimateLayer {
  const makers = makersOf(graph);
  const computed = dependents(graph, graph.inputs.map((input) => input.name));
  const output = graph.outputs[0]!;
  let value = output;
  for (let node = makers.get(value); node !== undefined; node = makers.get(value)) {
    const varying = node.inputs.filter((input) => computed.has(input));
    if (varying.length !== 1) break;
    value = varying[0]!;
    const isFullyConnected = node.operator === 'Gemm' || node.operator === 'MatMul';
    // A network whose only layer is fully connected has no representation before it: the image is not one.
    if (isFullyConnected && makers.has(value)) return { name: value, rule: 'input of the last fully connected layer' };
    if (isFullyConnected || !afterClassifier.has(node.operator)) break;
  }
  return { name: output, rule: 'output of a network without a fully connected last layer' };
}

/**
 * Keeps what is needed to compute one layer, which becomes the only output.
 * @throws graph.unknown_layer, with the names that look most like the one asked for; graph.constant_layer for one that is the same for
 *   every image.
 */
export function cutAt(graph: Graph, layer: string): Graph {
  if (graph.constants.has(layer) || (makersOf(graph).has(layer) && !dependents(graph, graph.inputs.map(({ name }) => name)).has(layer))) {
    throw new GraphError('graph.constant_layer', `The layer "${layer}" does not depend on the network's input: it is the same for every image, so it represents none. Choose a layer that the image reaches; list the layers to see them.`, { layer });
  }
  const names = graph.nodes.flatMap((node) => node.outputs);
  if (!names.includes(layer)) {
    const near = nearNames(layer, listLayers(graph).map(({ name }) => name));
    throw new GraphError('graph.unknown_layer', `The network has no layer "${layer}". Did you mean ${near.map((name) => `"${name}"`).join(', ')}? ` +
      'List the layers to see all of them.', { layer, near });
  }
  return removeDeadNodes({ ...graph, outputs: [layer] });
}

/** The node that makes each value. */
export function makersOf(graph: Graph): ReadonlyMap<string, GraphNode> {
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
