import { GraphError } from './graph-error.ts';
import type { Dimension, Graph, GraphInput, GraphNode, Tensor, ValueType } from './graph.ts';
import type { Known, Numbers, Probed } from './known.ts';
import type { OperatorDefinition } from './operators/definition.ts';
import { operators } from './operators/index.ts';
import type { OperatorName } from './operators/operator-name.ts';
import type { OperatorTraits } from './operators/traits.ts';
import { elementCount, toDoubles } from './tensor.ts';

/**
 * Shape rules see numbers only. The symbolic batch is found by running every rule with two batch sizes: a size that comes
 * out as k times the batch in both runs is `N*k`, one that comes out the same is fixed. Primes, so that neither is
 * mistaken for a channel count or divides by accident.
 */
const probes = [10_007, 20_011] as const;

/** No network has values with more axes; every step would have to walk along them. */
const mostAxes = 64;

/** Values of more elements than this are never computed during inference: shapes, axes and indices are small. */
const largestKnownValue = 4096;

export function probeInput(input: GraphInput): Probed {
  const at = (batch: number): Known => ({ type: input.type, shape: input.shape.map((size) => sizeAt(size, batch)) });
  const first = at(probes[0]);
  return [first, input.shape.every((size) => typeof size === 'number') ? first : at(probes[1])];
}

const probedConstants = new WeakMap<Tensor, Probed>();

export function probeConstant(tensor: Tensor): Probed {
  const before = probedConstants.get(tensor);
  if (before !== undefined) return before;
  if (tensor.shape.length > mostAxes) throw new GraphError('graph.bad_tensor', `A tensor has ${tensor.shape.length} axes; at most ${mostAxes} are supported.`, { axes: tensor.shape.length });
  const known: Known = { type: tensor.type, shape: tensor.shape, values: () => toDoubles(tensor) };
  const probed = [known, known] as const;
  probedConstants.set(tensor, probed);
  return probed;
}

/** The number that a dimension stands for when the batch has this size. */
export function sizeAt(size: Dimension, batch: number): number {
  if (typeof size === 'number') return size;
  return size === 'N' ? batch : batch * Number(size.slice(2));
}

/** Looks up an operator's definition. @throws graph.unknown_operator with the node and the list of what is supported. */
export function definitionOf(node: Pick<GraphNode, 'operator' | 'name'>): OperatorDefinition {
  const definition = Object.hasOwn(operators, node.operator) ? operators[node.operator as OperatorName] : undefined;
  if (definition === undefined) {
    const supported = Object.keys(operators).sort();
    throw new GraphError('graph.unknown_operator', `Operator ${node.operator} (node "${node.name}") is not supported. Supported are: ${supported.join(', ')}. ` +
      'Export the network without it, or add the operator (CONTRIBUTING.md says how).', { operator: node.operator, node: node.name, supported });
  }
  return definition;
}

/** What an operator is; `undefined` for one that only a device knows. */
export function traitsOf({ operator }: Pick<GraphNode, 'operator'>): OperatorTraits | undefined {
  return Object.hasOwn(operators, operator) ? operators[operator as OperatorName].traits : undefined;
}

/** What a node's rule said, and of what. */
interface Inference {
  readonly inputs: readonly (Probed | undefined)[];
  readonly results: readonly Probed[];
}

/** Graphs are made of one another, and share most of their nodes: each is looked at once, as long as what it reads stays the same. */
const inferences = new WeakMap<GraphNode, Inference>();

/**
 * Runs a node's shape rule under both batch sizes, unless it has been run with the same before. `inputs` has `undefined` where an optional
 * input is absent.
 */
export function inferNode(node: GraphNode, inputs: readonly (Probed | undefined)[]): readonly Probed[] {
  const before = inferences.get(node);
  if (before !== undefined && before.inputs.length === inputs.length && before.inputs.every((input, i) => isSameProbed(input, inputs[i]))) return before.results;
  const definition = definitionOf(node);
  checkArity(node, definition);
  const first = inferUnder(0, node, definition, inputs);
  // What no input's size depends on is the same for every batch.
  const second = inputs.every((input) => input === undefined || input[0] === input[1]) ? first : inferUnder(1, node, definition, inputs);
  const results = first.map((known, i): Probed => [known, second[i]!]);
  inferences.set(node, { inputs, results });
  return results;
}

/** A node with other names for itself or its values, of which the same is known. */
export function renamedNode(node: GraphNode, names: Partial<Pick<GraphNode, 'name' | 'inputs' | 'outputs'>>): GraphNode {
  const renamed = { ...node, ...names };
  const known = inferences.get(node);
  if (known !== undefined) inferences.set(renamed, known);
  return renamed;
}

function isSameProbed(a: Probed | undefined, b: Probed | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return a === b;
  return a.every((known, probe) => {
    const other = b[probe]!;
    return known === other || (known.type === other.type && known.values === other.values && known.shape.length === other.shape.length && known.shape.every((size, axis) => size === other.shape[axis]));
  });
}

function inferUnder(probe: 0 | 1, node: GraphNode, definition: OperatorDefinition, inputs: readonly (Probed | undefined)[]): readonly Known[] {
  const known = inputs.map((input) => input?.[probe]);
  const outputs = definition.infer(node, known);
  for (const { shape } of outputs) {
    if (shape.length > mostAxes) throw new GraphError('graph.shape_mismatch', `${node.operator} "${node.name}" would have ${shape.length} axes; at most ${mostAxes} are supported.`, { node: node.name, operator: node.operator });
    if (shape.every((size) => Number.isSafeInteger(size) && size >= 0)) continue;
    throw new GraphError('graph.shape_mismatch', `${node.operator} "${node.name}" would have the shape [${shape.join(', ')}]; sizes must be whole and not negative.`, { node: node.name, operator: node.operator });
  }
  return withValues(node, definition, known, outputs);
}

function checkArity(node: GraphNode, { inputs: [least, most], outputs: [leastOut, mostOut] }: OperatorDefinition): void {
  const given = node.inputs.length;
  if (given < least || given > most || node.outputs.length < leastOut || node.outputs.length > mostOut) {
    const range = (low: number, high: number): string => (low === high ? `${low}` : high === Infinity ? `at least ${low}` : `${low} to ${high}`);
    throw new GraphError('graph.bad_arity', `${node.operator} "${node.name}" takes ${range(least, most)} inputs and gives ${range(leastOut, mostOut)} outputs; ` +
      `it has ${given} and ${node.outputs.length}.`, { node: node.name, operator: node.operator });
  }
}

function withValues(node: GraphNode, definition: OperatorDefinition, inputs: readonly (Known | undefined)[], outputs: readonly Known[]): readonly Known[] {
  const isSmall = (known: Known | undefined): boolean => known === undefined || (known.values !== undefined && elementCount(known.shape) <= largestKnownValue);
  if (definition.traits.workUnboundByOperands || !inputs.every(isSmall) || !outputs.every((output) => elementCount(output.shape) <= largestKnownValue)) return outputs;
  if (outputs.every((output) => output.values !== undefined)) return outputs;
  let computed: readonly Float64Array[] | undefined;
  const compute = (): readonly Float64Array[] => {
    computed ??= definition.evaluate(node, inputs.map((known): Numbers | undefined => known && { type: known.type, shape: known.shape, data: known.values!() }), outputs);
    return computed;
  };
  return outputs.map((output, i) => ({ ...output, values: () => compute()[i]! }));
}

/** @throws graph.batch_arithmetic when a size is neither fixed nor a multiple of the batch. */
export function valueTypeOf(name: string, [first, second]: Probed): ValueType {
  if (first.shape.length !== second.shape.length) failBatch(name);
  const shape = first.shape.map((size, axis): Dimension => {
    const other = second.shape[axis]!;
    if (size === other) return size;
    const multiple = size / probes[0];
    if (!Number.isInteger(multiple) || multiple * probes[1] !== other) failBatch(name);
    return multiple === 1 ? 'N' : `N*${multiple}`;
  });
  return { type: first.type, shape };
}

function failBatch(name: string): never {
  throw new GraphError('graph.batch_arithmetic', `The shape of "${name}" depends on the batch size in a way that is not a plain multiple. Export the network so that each image is treated alike.`, { value: name });
}

/** What is known of every value of a graph, in the order of computation. */
export function probeGraph(graph: Graph): Map<string, Probed> {
  const known = new Map<string, Probed>();
  for (const input of graph.inputs) known.set(input.name, probeInput(input));
  for (const [name, tensor] of graph.constants) known.set(name, probeConstant(tensor));
  for (const node of graph.nodes) {
    const results = inferNode(node, node.inputs.map((name) => (name === '' ? undefined : known.get(name) ?? failUnknownValue(node, name))));
    node.outputs.forEach((name, i) => {
      if (name !== '') known.set(name, results[i]!);
    });
  }
  return known;
}

export function failUnknownValue(node: Pick<GraphNode, 'operator' | 'name'>, name: string): never {
  throw new GraphError('graph.unknown_value', `${node.operator} "${node.name}" reads "${name}", which no input, constant or earlier node provides.`, { node: node.name, value: name });
}

const inferred = new WeakMap<Graph, ReadonlyMap<string, ValueType>>();

/**
 * Infers the element type and shape of every value, with the batch as `'N'`; once for each graph, as several passes ask.
 * @returns by value name: inputs, constants, and each node's outputs.
 * @throws graph.shape_mismatch naming the operator and node; graph.unknown_operator; graph.data_dependent_shape
 */
export function inferTypes(graph: Graph): ReadonlyMap<string, ValueType> {
  const types = inferred.get(graph) ?? new Map([...probeGraph(graph)].map(([name, probed]) => [name, valueTypeOf(name, probed)]));
  inferred.set(graph, types);
  return types;
}
