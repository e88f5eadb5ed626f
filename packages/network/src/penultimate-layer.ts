import { batchSizeOf, dependents, inferTypes, makersOf, traitsOf } from '@lookalike/graph';
import type { Graph, GraphNode, Shape, ValueType } from '@lookalike/graph';

/** The penultimate layer, and by which part of the rule it was found. */
export interface PenultimateLayer {
  readonly name: string;
  readonly rule:
    | 'input of the last fully connected layer'
    | 'input of the last layer, a convolution that classifies'
    | 'what the last layers of all heads are computed from'
    | 'output of a network without a fully connected last layer';
}

/**
 * Picks the penultimate layer: what goes into the classifier, found by walking back from the first output over softmax, bias, means and
 * reshaping to a Gemm or MatMul with constant weights, or to a convolution that does the same. A BatchNormalization right before it belongs to it, as
 * both together are one affine map. Where several heads are added or put side by side, it is the last value that all of them are computed from. A
 * network that ends otherwise, such as a backbone without its classifier, gives its output.
 * @see Nanda et al. 2023, who compare penultimate representations
 */
export function penultimateLayer(graph: Graph): PenultimateLayer {
  const search = new Search(graph);
  const output = graph.outputs[0]!;
  const heads = search.headsOf(output);
  const values = new Set(heads?.map(({ input }) => search.beforeNormalization(input)));
  const [first, ...others] = values;
  if (first !== undefined && others.length === 0) return { name: first, rule: heads!.every(({ isConvolution }) => isConvolution) ? 'input of the last layer, a convolution that classifies' : 'input of the last fully connected layer' };
  const ancestor = others.length === 0 ? undefined : search.lastCommonAncestor(values);
  if (ancestor !== undefined) return { name: ancestor, rule: 'what the last layers of all heads are computed from' };
  return { name: output, rule: 'output of a network without a fully connected last layer' };
}

/** A last layer of the network, by what goes into it. */
interface Head {
  readonly input: string;
  readonly isConvolution: boolean;
}

class Search {
  readonly #graph: Graph;
  readonly #types: ReadonlyMap<string, ValueType>;
  readonly #makers: ReadonlyMap<string, GraphNode>;
  /** What depends on the image. */
  readonly #computed: ReadonlySet<string>;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#types = inferTypes(graph);
    this.#makers = makersOf(graph);
    this.#computed = dependents(graph, graph.inputs.map((input) => input.name));
  }

  /** The heads that a value is computed from; `undefined` if one way back from it meets anything else first. */
  headsOf(value: string, isAveraged = false): readonly Head[] | undefined {
    const node = this.#makers.get(value);
    if (node === undefined) return undefined;
    const varying = [...new Set(node.inputs.filter((input) => this.#computed.has(input)))];
    const [input, ...others] = varying;
    if (input === undefined) return undefined;
    const isFullyConnected = node.operator === 'Gemm' || node.operator === 'MatMul';
    const isConvolution = others.length === 0 && this.#classifies(node, isAveraged);
    // A network whose only layer is fully connected has no representation before it: the image is not one.
    if ((isFullyConnected || isConvolution) && others.length === 0) return this.#makers.has(input) ? [{ input, isConvolution }] : undefined;
    const { averages = false, linear, moves } = traitsOf(node) ?? {};
    // Scores of tokens are averaged, or the greatest is taken.
    const passes = others.length === 0 ? mayFollowClassifier(node) || averages || node.operator === 'ReduceMax' : linear === 'in all' && moves === undefined;
    if (!passes) return undefined;
    const ways = varying.map((one) => this.headsOf(one, isAveraged || averages));
    return ways.every((way) => way !== undefined) ? ways.flat() : undefined;
  }

  /** What goes into the normalisations by constants that stand right before a value. */
  beforeNormalization(value: string): string {
    const found = this.#past(value);
    const node = this.#makers.get(found);
    const [input] = node?.inputs ?? [];
    return node?.operator === 'BatchNormalization' && input !== undefined && this.#makers.has(input) ? this.beforeNormalization(input) : value;
  }

  /** The value computed last that everything from the image to these values passes; `undefined` if only the image is one. */
  lastCommonAncestor(values: ReadonlySet<string>): string | undefined {
    const frontier = new Set(values);
    for (const node of this.#graph.nodes.toReversed()) {
      if (frontier.size === 1) break;
      if (!node.outputs.some((output) => frontier.has(output))) continue;
      for (const output of node.outputs) frontier.delete(output);
      for (const input of node.inputs) if (this.#computed.has(input) && this.#isOfImages(input)) frontier.add(input);
    }
    const [ancestor] = frontier;
    return frontier.size === 1 && this.#makers.has(ancestor!) && this.#shapeOf(ancestor!)[0] === batchSizeOf(this.#graph) ? ancestor : undefined;
  }

  /** Whether a convolution does what a fully connected layer does: it has one place to look at, or looks at each by itself and the mean is taken. */
  #classifies({ operator, inputs, outputs, attributes }: GraphNode, isAveraged: boolean): boolean {
    const kernel = this.#graph.constants.get(inputs[1] ?? '')?.shape.slice(2);
    if (operator !== 'Conv' || kernel === undefined || Number(attributes['group'] ?? 1) !== 1) return false;
    const before = this.#shapeOf(inputs[0]!).slice(2);
    const hasOnePlace = this.#shapeOf(outputs[0]!).slice(2).every((size) => size === 1) && kernel.every((size, axis) => size === before[axis]);
    return hasOnePlace || (isAveraged && kernel.every((size) => size === 1));
  }

  #past(value: string): string {
    const node = this.#makers.get(value);
    return node !== undefined && isReshaping(node) && this.#makers.has(node.inputs[0]!) ? this.#past(node.inputs[0]!) : value;
  }

  /** Shapes depend on the image's size, and say nothing of what is in it. */
  #isOfImages(value: string): boolean {
    return this.#shapeOf(value).some((size) => typeof size !== 'number');
  }

  #shapeOf(value: string): Shape {
    return this.#types.get(value)!.shape;
  }
}

/** Whether an operator may make scores presentable: probabilities of them, bounds, roundings, factors and summands, another shape. */
function mayFollowClassifier(node: GraphNode): boolean {
  const { reach, linear, moves, activation } = traitsOf(node) ?? {};
  return moves === 'all' || node.operator === 'Round' || activation === 'probability' || activation === 'bound' || (reach === 'entry' && linear !== undefined);
}

/** Whether an operator gives the same values in another shape. */
function isReshaping(node: GraphNode): boolean {
  const { reach, moves } = traitsOf(node) ?? {};
  return reach === 'order' || (reach === 'entry' && moves === 'all');
}
