import { GraphBuilder } from './builder.ts';
import { foldConstants } from './passes/fold-constants.ts';
import { GraphError } from './graph-error.ts';
import type { Graph, GraphNode } from './graph.ts';
import { definitionOf } from './inference.ts';
import { infiniteValues } from './infinite-values.ts';
import { isRectifier } from './last-rectifier.ts';
import { addParts } from './passes/add-parts.ts';
import { joinPads } from './passes/join-pads.ts';
import { dependents, makersOf } from './links.ts';
import { narrowToPicks } from './passes/narrow-to-picks.ts';
import { shortenRowSums } from './passes/shorten-row-sums.ts';
import { expandLike, sameShape, sumTo } from './operators/gradient-helpers.ts';
import { surrogateOf } from './surrogate-gradients.ts';
import { isFloat } from './tensor.ts';

export interface DifferentiateOptions {
  /** Name of the value to differentiate: [N], one per image, or a scalar. Its sum over the batch is what is differentiated. */
  readonly of: string;
  /** Name of the value to differentiate with respect to; an input, as a rule. */
  readonly withRespectTo: string;
  /** Names of nodes whose gradient passes unchanged, such as the last Relu ("fake ReLU"). */
  readonly straightThrough?: ReadonlySet<string>;
  /**
   * A slope for rectifiers (Relu, ReLU6) where they are flat, by the name of the node: a surrogate gradient, that of a leaky rectifier. Others are exact.
   * @see Neftci, Mostafa and Zenke 2019 for surrogate gradients; Maas, Hannun and Ng 2013 for the leaky rectifier
   */
  readonly rectifierSlopes?: ReadonlyMap<string, number>;
  /** Names of values that count as constant, however they are computed: no gradient passes through them. */
  readonly stopGradients?: ReadonlySet<string>;
}

export interface Differentiated {
  /** The graph with the nodes of the gradient, which is its last output. */
  readonly graph: Graph;
  /** Name of the gradient; it has the shape of `withRespectTo`. */
  readonly gradient: string;
}

/**
 * Adds the gradient of a value to a graph: reverse mode, in forward ONNX operators only, so that any runtime can run it.
 * Values that do not depend on the input get no nodes; what is constant is computed now. Nodes that {@link surrogateGradients} lists pass
 * their gradient unchanged.
 * @throws graph.no_gradient when the value does not depend on the input, or an operator on the way is declared not
 *   differentiable; graph.bad_seed when the value is neither [N] nor a scalar; graph.unknown_value; graph.bad_straight_through
 * @example
 * const { graph, gradient } = differentiate(network, { of: distance, withRespectTo: 'image' });
 */
export function differentiate(given: Graph, { of, withRespectTo, straightThrough = new Set(), rectifierSlopes = new Map(), stopGradients = new Set() }: DifferentiateOptions): Differentiated {
  checkValues(given, [of, withRespectTo, ...stopGradients]);
  checkStraightThrough(given, straightThrough);
  const graph = narrowToPicks(given, new Set([of, withRespectTo, ...stopGradients]));
  const b = new GraphBuilder(graph);
  checkSeed(b, of);
  const passesStraight = (node: GraphNode): boolean => straightThrough.has(node.name) || surrogateOf(node) !== undefined;
  const passes = (node: GraphNode): boolean => (definitionOf(node).noGradient?.kind !== 'zero' || passesStraight(node)) && !node.outputs.some((output) => stopGradients.has(output));
  const varying = dependents(graph, [withRespectTo], passes);
  if (!varying.has(of)) failNoGradient(of, withRespectTo);

  let infinite: ReadonlySet<string> | undefined;
  const isInfinite = (value: string): boolean => (infinite ??= infiniteValues(graph)).has(value);
  const makers = makersOf(graph);
  const isMasked = (value: string): boolean => makers.has(value) && definitionOf(makers.get(value)!).masksGradient;
  const contributions = new Map<string, string[]>([[of, [expandLike(b, b.scalar(1, b.typeOf(of).type), of)]]]);
  /** Adds up what has arrived at a value. Each value is asked for once, after all its readers. */
  const gradientOf = (value: string): string | undefined => contributions.get(value)?.reduce((sum, part) => b.add(sum, part));

  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => contributions.has(output) && varying.has(output)) || node.outputs.includes(withRespectTo)) continue;
    const dys = node.outputs.map(gradientOf);
    node.inputs.forEach((input, index) => {
      if (input === '' || !varying.has(input)) return;
      const part = passesStraight(node) ? dys[0] : inputGradient(b, { node, dys, index, isInfinite, isMasked, rectifierSlope: rectifierSlopes.get(node.name) ?? 0 });
      if (part !== undefined) contributions.set(input, [...(contributions.get(input) ?? []), part]);
    });
  }

  const gradient = gradientOf(withRespectTo);
  if (gradient === undefined) failNoGradient(of, withRespectTo);
  b.output(gradient);
  return { graph: foldConstants(shortenRowSums(addParts(joinPads(b.build())))), gradient };
}

interface InputGradientOptions {
  readonly node: GraphNode;
  readonly dys: readonly (string | undefined)[];
  readonly index: number;
  readonly isInfinite: (value: string) => boolean;
  readonly isMasked: (value: string) => boolean;
  readonly rectifierSlope: number;
}

/** Runs a node's rule for one input, undoes broadcasting, and checks that the result has the input's type and shape. */
function inputGradient(b: GraphBuilder, { node, dys, index, isInfinite, isMasked, rectifierSlope }: InputGradientOptions): string | undefined {
  const definition = definitionOf(node);
  const input = node.inputs[index]!;
  const refuse = (because: string): never => {
    throw new GraphError('graph.no_gradient', `${node.operator} "${node.name}" passes no gradient to its input ${index} ("${input}"): ${because}. Choose a layer before it.`,
      { node: node.name, operator: node.operator, input: index });
  };
  const dy = dys[0];
  // A rule may rely on dy; with several outputs (Split) it reads dys, where the first may be missing.
  const raw = definition.gradient({ node, b, inputs: node.inputs, outputs: node.outputs, dy: dy ?? '', dys, shape: (value) => b.shapeOf(value), constant: (value) => b.constantOf(value), isInfinite, isMasked, rectifierSlope, refuse }, index);
  if (raw === undefined) return undefined;
  const result = definition.broadcasts ? sumTo(b, raw, input) : raw;
  const [got, expected] = [b.typeOf(result), b.typeOf(input)];
  if (got.type !== expected.type || !sameShape(got.shape, expected.shape)) {
    throw new GraphError('graph.bad_gradient', `The gradient rule of ${node.operator} "${node.name}" gave ${got.type} [${got.shape.join(', ')}] for input ${index} ("${input}"), ` +
      `which is ${expected.type} [${expected.shape.join(', ')}]. It is a bug in Lookalike; please report it with the network.`, { node: node.name, operator: node.operator, input: index });
  }
  return result;
}

function checkValues(graph: Graph, values: readonly string[]): void {
  const known = new Set([...graph.inputs.map(({ name }) => name), ...graph.constants.keys(), ...graph.nodes.flatMap(({ outputs }) => outputs)]);
  for (const value of values) if (!known.has(value)) throw new GraphError('graph.unknown_value', `There is no value "${value}" in the graph.`, { value });
}

function checkSeed(b: GraphBuilder, of: string): void {
  const { type, shape } = b.typeOf(of);
  if (!isFloat(type) || shape.length > 1) {
    throw new GraphError('graph.bad_seed', `"${of}" is ${type} [${shape.join(', ')}]; only a floating scalar or one value per image, [N], can be differentiated. Sum over the other axes first.`, { value: of });
  }
}

function checkStraightThrough(graph: Graph, names: ReadonlySet<string>): void {
  for (const name of names) {
    const node = graph.nodes.find((candidate) => candidate.name === name);
    if (node === undefined || !isRectifier(graph, node)) {
      throw new GraphError('graph.bad_straight_through', `"${name}" is ${node === undefined ? 'not a node of the graph' : `a ${node.operator}`}; the gradient passes straight through rectifiers only. Use what lastRectifier returns.`, { node: name });
    }
  }
}

function failNoGradient(of: string, withRespectTo: string): never {
  throw new GraphError('graph.no_gradient', `"${of}" does not depend on "${withRespectTo}" in a way that has a slope, so there is no gradient. Choose a layer that the image reaches.`, { of, withRespectTo });
}
