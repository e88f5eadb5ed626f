import type { Graph, GraphNode } from './graph.ts';
import { definitionOf, traitsOf } from './inference.ts';
import { dependents, makersOf } from './links.ts';
import { toDoubles } from './tensor.ts';

/**
 * Finds the rectifiers that come last on the ways to the first output: walking back from it, each way ends at its first activation,
 * and counts if that is a Relu, a Clip at 0 (as in ReLU6) or a HardSwish. Leaky and smooth activations (LeakyRelu, GELU, SiLU, tanh…)
 * have a slope everywhere; so do the gates of squeeze-and-excitation. One rectifier in most networks, several where the last block
 * joins branches, none in a transformer with GELU.
 * @returns names of nodes, the one computed last first.
 */
export function lastRectifiers(graph: Graph): string[] {
  const makers = makersOf(graph);
  const isGate = gatesOfThemselves(graph);
  const found = new Set<string>();
  const seen = new Set<string>();
  const waiting = [graph.outputs[0]!];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const node = makers.get(value);
    if (node === undefined || seen.has(node.name)) continue;
    seen.add(node.name);
    if (isRectifier(graph, node)) found.add(node.name);
    else if (!hasSlopeEverywhere(node) && !isGate.has(node)) waiting.push(...node.inputs);
  }
  return graph.nodes.map((node) => node.name).filter((name) => found.has(name)).reverse();
}

/**
 * The node whose gradient is passed straight through (the "fake ReLU"): of {@link lastRectifiers}, the one computed last.
 * Without it many inversions stall, because a representation that is 0 has no gradient.
 * @returns the name of the node, or `undefined` if no activation that could stall comes last.
 * @see Nanda et al. 2023; Engstrom et al. 2019, package `robustness`, FakeReLU
 */
export function lastRectifier(graph: Graph): string | undefined {
  return lastRectifiers(graph)[0];
}

/** Whether the gradient may be passed straight through a node. */
export function isRectifier(graph: Graph, node: GraphNode): boolean {
  const activation = traitsOf(node)?.activation;
  if (activation === 'rectifier') return true;
  const least = activation === 'bound' ? graph.constants.get(node.inputs[1] ?? '') : undefined;
  return least !== undefined && toDoubles(least)[0] === 0;
}

/** Activations of single values that a search gets a gradient through. What lies before them is not the last activation. */
function hasSlopeEverywhere(node: GraphNode): boolean {
  const { reach, activation } = traitsOf(node) ?? {};
  return reach === 'entry' && (activation === 'probability' || activation === 'other');
}

/**
 * Smooth activations that were exported in parts: products of a value and a function of the same value, as in x · sigmoid(x). Each
 * value has a root, the value that it is computed from by itself, element by element; the factors of a gate share theirs.
 */
function gatesOfThemselves(graph: Graph): ReadonlySet<GraphNode> {
  const computed = dependents(graph, graph.inputs.map((input) => input.name));
  const roots = new Map<string, string>();
  const gates = new Set<GraphNode>();
  for (const node of graph.nodes) {
    const varying = node.inputs.filter((input) => computed.has(input));
    const rootsOfInputs = new Set(varying.map((input) => roots.get(input) ?? input));
    const [root] = rootsOfInputs;
    if (!isByItself(node) || root === undefined || rootsOfInputs.size > 1) continue;
    for (const output of node.outputs) roots.set(output, root);
    if (node.operator === 'Mul' && varying.length === 2 && varying[0] !== varying[1]) gates.add(node);
  }
  return gates;
}

/** Whether each value is made by itself, and of no rectifier or step, behind which a product is flat as well. */
function isByItself(node: GraphNode): boolean {
  const { traits, noGradient } = definitionOf(node);
  return traits.reach === 'entry' && traits.activation !== 'rectifier' && noGradient === undefined;
}
