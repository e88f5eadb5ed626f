import { foldBatchNormalization } from './fold-batch-normalization.ts';
import { FreeNames, valueNamesOf } from '../free-names.ts';
import type { Graph, GraphNode, Tensor } from '../graph.ts';
import { definitionOf, inferNode, probeConstant, probeInput } from '../inference.ts';
import type { Numbers, Probed } from '../known.ts';
import { nestConcats } from './nest-concats.ts';
import type { OperatorName } from '../operators/operator-name.ts';
import { removeDeadNodes } from './remove-dead-nodes.ts';
import { elementCount, makeTensor, toDoubles } from '../tensor.ts';

/** A result may be this many values, or four times what it is made of; a larger one (an Expand, say) is computed when the graph runs. */
const alwaysFolded = 1024 * 1024;
const greatestGrowth = 4;
/** All results together may be this many values, or four times the constants that were there; then the rest is left to run time. */
const alwaysFoldedInAll = 16 * 1024 * 1024;
/** Above this many multiply-adds the reference arithmetic would take seconds. */
const mostMultiplyAdds = 1e8;

/**
 * Computes everything that does not depend on an input: constant subgraphs and shape computations become constants,
 * BatchNormalization goes into the convolution before it, and a Concat that begins like an earlier one continues that. Preprocessing (− mean, / deviation) stays before the first
 * convolution, because it must not act on that convolution's zero padding.
 */
export function foldConstants(graph: Graph): Graph {
  return removeDeadNodes(foldBatchNormalization(removeDeadNodes(nestConcats(foldKnownValues(graph)))));
}

/** Replaces nodes whose results are known before the graph runs by those results. */
function foldKnownValues(graph: Graph): Graph {
  const known = new Map<string, Probed>(graph.inputs.map((input) => [input.name, probeInput(input)]));
  const constants = new Map(graph.constants);
  for (const [name, tensor] of constants) known.set(name, probeConstant(tensor));
  const names = new FreeNames(valueNamesOf(graph));
  const nodes: GraphNode[] = [];
  const outputs = new Set(graph.outputs);
  let allowance = Math.max(alwaysFoldedInAll, greatestGrowth * [...constants.values()].reduce((sum, tensor) => sum + elementCount(tensor.shape), 0));
  for (const original of graph.nodes) {
    const node = withConstantSizes(withConstantShape(original, known, constants, names), known, constants, names);
    const results = inferNode(node, node.inputs.map((name) => known.get(name)));
    // An output of the graph must keep its node.
    const size = results.reduce((sum, [{ shape }]) => sum + elementCount(shape), 0);
    const folded = size > allowance || node.outputs.some((name) => outputs.has(name)) ? undefined : foldNode(node, results, constants);
    if (folded !== undefined) allowance -= size;
    node.outputs.forEach((name, i) => {
      const tensor = folded?.[i];
      if (tensor !== undefined) constants.set(name, tensor);
      known.set(name, tensor === undefined ? results[i]! : probeConstant(tensor));
    });
    if (folded === undefined) nodes.push(node);
  }
  return { ...graph, nodes, constants };
}

/** The node's results as constants, or `undefined` if they are not known. */
function foldNode(node: GraphNode, results: readonly Probed[], constants: ReadonlyMap<string, Tensor>): Tensor[] | undefined {
  if (results.every(isSameForEveryBatch)) return results.map(([{ type, shape, values }]) => makeTensor(type, shape, values!()));
  const inputs = node.inputs.map((name) => (name === '' ? undefined : constants.get(name)));
  const isConstant = node.inputs.every((name, i) => name === '' || inputs[i] !== undefined);
  if (!isConstant || definitionOf(node).traits.workUnboundByOperands || !isWorthFolding(node, inputs, results)) return undefined;
  const numbers = inputs.map((tensor): Numbers | undefined => tensor && { type: tensor.type, shape: tensor.shape, data: toDoubles(tensor) });
  const outputs = results.map(([known]) => known);
  return definitionOf(node).evaluate(node, numbers, outputs).map((data, i) => makeTensor(outputs[i]!.type, outputs[i]!.shape, data));
}

function isWorthFolding(node: GraphNode, inputs: readonly (Tensor | undefined)[], results: readonly Probed[]): boolean {
  const before = inputs.reduce((sum, tensor) => sum + (tensor === undefined ? 0 : elementCount(tensor.shape)), 0);
  const after = results.reduce((sum, [{ shape }]) => sum + elementCount(shape), 0);
  const known = inputs.map((tensor) => tensor && probeConstant(tensor)[0]);
  const outputs = results.map(([first]) => first);
  const definition = definitionOf(node);
  if (definition.scratch(node, known, outputs) > alwaysFolded) return false;
  return after <= Math.max(alwaysFolded, greatestGrowth * before) && definition.multiplyAdds(node, known, outputs) <= mostMultiplyAdds;
}

/** Large constants are left to evaluation, which does not compute them twice. */
function isSameForEveryBatch([first, second]: Probed): boolean {
  if (first.values === undefined || second.values === undefined || elementCount(first.shape) > 4096) return false;
  const [a, b] = [first.values(), second.values()];
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]!));
}

/** How a target shape that varies with the batch is said by a constant. */
interface TargetShape {
  /** Stands for a size that varies. */
  readonly placeholder: number;
  /** Whether it can stand for all those that do. `isInInput` says of an axis whether the input has the size already. */
  readonly isPossible: (varyingAxes: readonly number[], isInInput: (axis: number) => boolean) => boolean;
}

/** In a Reshape, −1 stands for one size; in an Expand, 1 for a size that the input has already. */
const targetShapes: Partial<Record<OperatorName, TargetShape>> = {
  Reshape: { placeholder: -1, isPossible: (varyingAxes) => varyingAxes.length <= 1 },
  Expand: { placeholder: 1, isPossible: (varyingAxes, isInInput) => varyingAxes.every(isInInput) },
};

/** Writes a target shape that is computed from the batch as a constant where that is possible. */
function withConstantShape(node: GraphNode, known: Map<string, Probed>, constants: Map<string, Tensor>, names: FreeNames): GraphNode {
  const target = targetShapes[node.operator as OperatorName];
  const [data, name] = node.inputs as [string, string];
  if (target === undefined || constants.has(name)) return node;
  const [[first, second]] = inferNode(node, [known.get(data), known.get(name)]) as [Probed];
  const rank = first.shape.length;
  const varyingAxes = first.shape.flatMap((size, axis) => (size === second.shape[axis] ? [] : [axis]));
  const isInInput = (axis: number): boolean => known.get(data)!.every(({ shape }, probe) => shape.at(axis - rank) === [first, second][probe]!.shape[axis]);
  if (!target.isPossible(varyingAxes, isInInput)) return node;
  const tensor = makeTensor('int64', [rank], first.shape.map((size, axis) => (varyingAxes.includes(axis) ? target.placeholder : size)));
  const constantName = names.fresh(`${name} of ${node.name}`);
  constants.set(constantName, tensor);
  known.set(constantName, probeConstant(tensor));
  return { ...node, inputs: [data, constantName] };
}

/**
 * Writes the sizes of a Resize as constants where only the batch varies among them: they are then those of the other axes. Exporters compute
 * them from the shape of another value.
 */
function withConstantSizes(node: GraphNode, known: Map<string, Probed>, constants: Map<string, Tensor>, names: FreeNames): GraphNode {
  const [data, region = '', scales = '', sizes = ''] = node.inputs as [string, ...string[]];
  if (node.operator !== 'Resize' || sizes === '' || constants.has(sizes) || node.attributes['axes'] !== undefined) return node;
  const given = known.get(sizes)!.map(({ values }) => values?.());
  const [first, second] = given;
  if (first === undefined || second === undefined) return node;
  const axes = Array.from(first.keys()).filter((axis) => first[axis] === second[axis]);
  const isInInput = (axis: number): boolean => known.get(data)!.every(({ shape }, probe) => shape[axis] === given[probe]![axis]);
  if (!Array.from(first.keys()).every((axis) => axes.includes(axis) || isInInput(axis))) return node;
  const name = names.fresh(`${sizes} of ${node.name}`);
  const tensor = makeTensor('int64', [axes.length], axes.map((axis) => first[axis]!));
  constants.set(name, tensor);
  known.set(name, probeConstant(tensor));
  return { ...node, inputs: [data, region, scales, name], attributes: { ...node.attributes, axes } };
}
