import { foldBatchNormalization } from './fold-batch-normalization.ts';
import type { Graph, GraphNode, Tensor } from './graph.ts';
import { definitionOf, inferNode, probeConstant, probeInput } from './inference.ts';
import type { Probed } from './inference.ts';
import type { Numbers } from './operators/definition.ts';
import { removeDeadNodes } from './remove-dead-nodes.ts';
import { elementCount, makeTensor, toDoubles } from './tensor.ts';

/** Constants that would grow beyond this many values are computed when the graph runs: a file of repeated numbers helps nobody. */
const largestFolded = 64 * 1024 * 1024;

/**
 * Computes everything that does not depend on an input: constant subgraphs and shape computations become constants,
 * BatchNormalization goes into the convolution before it. Preprocessing (− mean, / deviation) stays before the first
 * convolution, because it must not act on that convolution's zero padding.
 */
export function foldConstants(graph: Graph): Graph {
  return removeDeadNodes(foldBatchNormalization(removeDeadNodes(foldKnownValues(graph))));
}

/** Replaces nodes whose results are known before the graph runs by those results. */
function foldKnownValues(graph: Graph): Graph {
  const known = new Map<string, Probed>(graph.inputs.map((input) => [input.name, probeInput(input)]));
  const constants = new Map(graph.constants);
  for (const [name, tensor] of constants) known.set(name, probeConstant(tensor));
  const nodes: GraphNode[] = [];
  for (const original of graph.nodes) {
    const node = original.operator === 'Reshape' ? withConstantShape(original, known, constants) : original;
    const results = inferNode(node, node.inputs.map((name) => known.get(name)));
    const folded = foldNode(graph, node, results, constants);
    node.outputs.forEach((name, i) => {
      const tensor = folded?.[i];
      if (tensor !== undefined) constants.set(name, tensor);
      known.set(name, tensor === undefined ? results[i]! : probeConstant(tensor));
    });
    if (folded === undefined) nodes.push(node);
  }
  return { ...graph, nodes, constants };
}

/** The node's results as constants, or `undefined` if they are not known. An output of the graph must keep its node. */
function foldNode(graph: Graph, node: GraphNode, results: readonly Probed[], constants: ReadonlyMap<string, Tensor>): Tensor[] | undefined {
  if (node.outputs.some((name) => graph.outputs.includes(name))) return undefined;
  if (results.every(isSameForEveryBatch)) return results.map(([{ type, shape, values }]) => makeTensor(type, shape, values!()));
  const inputs = node.inputs.map((name) => (name === '' ? undefined : constants.get(name)));
  const isConstant = node.inputs.every((name, i) => name === '' || inputs[i] !== undefined);
  if (!isConstant || results.some(([{ shape }]) => elementCount(shape) > largestFolded)) return undefined;
  const numbers = inputs.map((tensor): Numbers | undefined => tensor && { type: tensor.type, shape: tensor.shape, data: toDoubles(tensor) });
  const outputs = results.map(([known]) => known);
  return definitionOf(node).evaluate(node, numbers, outputs).map((data, i) => makeTensor(outputs[i]!.type, outputs[i]!.shape, data));
}

/** Large constants are left to evaluation, which does not compute them twice. */
function isSameForEveryBatch([first, second]: Probed): boolean {
  if (first.values === undefined || second.values === undefined || elementCount(first.shape) > 4096) return false;
  const [a, b] = [first.values(), second.values()];
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]!));
}

/** A target shape that depends on the batch in one place only is written as a constant with −1 there. */
function withConstantShape(node: GraphNode, known: Map<string, Probed>, constants: Map<string, Tensor>): GraphNode {
  const name = node.inputs[1]!;
  const probed = known.get(name);
  if (constants.has(name) || probed?.[0].values === undefined || probed[1].values === undefined) return node;
  const [first, second] = [probed[0].values(), probed[1].values()];
  const varying = first.reduce((count, size, i) => count + (size === second[i] ? 0 : 1), 0);
  if (varying > 1 || (varying === 1 && first.includes(-1))) return node;
  const constantName = `${name} of ${node.name}`;
  constants.set(constantName, makeTensor('int64', [first.length], first.map((size, i) => (size === second[i] ? size : -1))));
  known.set(constantName, probeConstant(constants.get(constantName)!));
  return { ...node, inputs: [node.inputs[0]!, constantName] };
}

