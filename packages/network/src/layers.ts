import { dependents, inferTypes, isFloat, makersOf } from '@lookalike/graph';
import type { Graph, Shape } from '@lookalike/graph';

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
