import { AttributeReader } from '../attributes.ts';
import { GraphError } from '../graph-error.ts';
import type { Attribute, GraphNode, Shape, Tensor } from '../graph.ts';
import type { GraphWriter } from '../graph-writer.ts';
import type { Known, Numbers } from '../known.ts';
import type { OperatorTraits } from './traits.ts';

export type { Known, Numbers } from '../known.ts';

export interface InferContext<A> {
  readonly node: GraphNode;
  readonly attributes: A;
  /** One per input that may be given; `undefined` where an optional input is absent. */
  readonly inputs: readonly (Known | undefined)[];
  /** An input that must be there. */
  input(index: number): Known;
  /** The whole numbers of an input that must be known before the graph runs (axes, shapes, pads); `undefined` if absent. */
  integers(index: number): number[] | undefined;
  /** Raises `graph.shape_mismatch`, naming the operator and the node. */
  fail(message: string): never;
}

export interface EvaluateContext<A> {
  readonly node: GraphNode;
  readonly attributes: A;
  readonly inputs: readonly (Numbers | undefined)[];
  input(index: number): Numbers;
  integers(index: number): number[] | undefined;
  /** What `infer` said of the outputs. */
  readonly outputs: readonly Known[];
}

/** What a gradient rule gets. It appends nodes to `b` and returns the name of the gradient. */
export interface GradientContext<A> {
  readonly node: GraphNode;
  readonly attributes: A;
  readonly b: GraphWriter;
  /** Names of the inputs, `''` where absent. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Name of the gradient with respect to the first output. */
  readonly dy: string;
  /** Names of the gradients with respect to all outputs; `undefined` where an output has none. */
  readonly dys: readonly (string | undefined)[];
  shape(value: string): Shape;
  /** The tensor behind a value name, if it is a constant of the graph. */
  constant(value: string): Tensor | undefined;
  /** Whether a value may be infinite because a constant is, such as the −∞ around an image. No gradient multiplies such a one by 0. */
  isInfinite(value: string): boolean;
  /** Whether the gradient of an input is multiplied by a mask next, which is 0 in places: an infinite slope would become NaN there. */
  isMasked(value: string): boolean;
  /** What a rectifier takes for its slope where it is flat: 0, unless `differentiate` was told otherwise. */
  readonly rectifierSlope: number;
  /** Raises `graph.no_gradient`, naming the operator and the node. */
  refuse(because: string): never;
}

/** Gives the gradient with respect to input `index`, or `undefined` where it is zero. */
export type GradientRule<A> = (context: GradientContext<A>, index: number) => string | undefined;

/** Declared, never merely missing: why an operator passes no gradient on. `zero` stops the walk, `refused` is an error. */
export interface NoGradient {
  readonly kind: 'zero' | 'refused';
  readonly because: string;
}

/** One node of an older operator set, to be appended in the canonical one. Returns the names of the outputs. */
export interface UpgradeContext {
  readonly b: GraphWriter;
  readonly node: GraphNode;
  readonly opset: number;
}

export interface TypedDefinition<A> {
  /** Least and greatest number of inputs. */
  readonly inputs: readonly [least: number, most: number];
  readonly outputs?: readonly [least: number, most: number];
  readonly traits: OperatorTraits;
  readonly attributes: (reader: AttributeReader) => A;
  readonly infer: (context: InferContext<A>) => readonly Known[];
  readonly evaluate: (context: EvaluateContext<A>) => readonly Float64Array[];
  readonly gradient: GradientRule<A> | NoGradient;
  /** True when the operator broadcasts: the walk then sums the gradient back to the input's shape. */
  readonly broadcasts?: boolean;
  /** True when the gradient is multiplied by a mask of the values that count. */
  readonly masksGradient?: boolean;
  /** Multiply-adds for one evaluation, where they are worth counting. */
  readonly multiplyAdds?: (context: InferContext<A>, outputs: readonly Known[]) => number;
  /** Values of the greatest array that one evaluation keeps beside operands and results. */
  readonly scratch?: (context: InferContext<A>, outputs: readonly Known[]) => number;
  /** Rewrites a node of an older opset; `undefined` when it already has the canonical form. */
  readonly upgrade?: (context: UpgradeContext) => readonly string[] | undefined;
}

/** An operator with its attribute type hidden, so that all of them fit into one record. */
export interface OperatorDefinition {
  readonly inputs: readonly [least: number, most: number];
  readonly outputs: readonly [least: number, most: number];
  readonly traits: OperatorTraits;
  readonly broadcasts: boolean;
  readonly masksGradient: boolean;
  readonly noGradient: NoGradient | undefined;
  readonly upgrade: ((context: UpgradeContext) => readonly string[] | undefined) | undefined;
  infer(node: GraphNode, inputs: readonly (Known | undefined)[]): readonly Known[];
  evaluate(node: GraphNode, inputs: readonly (Numbers | undefined)[], outputs: readonly Known[]): readonly Float64Array[];
  gradient(context: Omit<GradientContext<unknown>, 'attributes'>, index: number): string | undefined;
  multiplyAdds(node: GraphNode, inputs: readonly (Known | undefined)[], outputs: readonly Known[]): number;
  scratch(node: GraphNode, inputs: readonly (Known | undefined)[], outputs: readonly Known[]): number;
}

/** Builds the record of one operator. Attributes are parsed once per node. */
export function defineOperator<A>(definition: TypedDefinition<A>): OperatorDefinition {
  const parsed = new WeakMap<GraphNode, { readonly attributes: A }>();
  const attributesOf = (node: GraphNode): A => {
    let entry = parsed.get(node);
    if (entry === undefined) {
      const reader = new AttributeReader(node);
      entry = { attributes: definition.attributes(reader) };
      reader.refuseUnread();
      parsed.set(node, entry);
    }
    return entry.attributes;
  };
  const { gradient } = definition;
  const inferContext = (node: GraphNode, inputs: readonly (Known | undefined)[]): InferContext<A> => ({
    node,
    attributes: attributesOf(node),
    inputs,
    input: (index) => inputs[index] ?? failNode(node, `input ${index} is missing.`),
    integers: (index) => integersOf(node, inputs[index], index),
    fail: (message) => failNode(node, message),
  });

  return {
    inputs: definition.inputs,
    outputs: definition.outputs ?? [1, 1],
    traits: definition.traits,
    broadcasts: definition.broadcasts ?? false,
    masksGradient: definition.masksGradient ?? false,
    noGradient: typeof gradient === 'function' ? undefined : gradient,
    upgrade: definition.upgrade,
    infer: (node, inputs) => definition.infer(inferContext(node, inputs)),
    evaluate: (node, inputs, outputs) => definition.evaluate({
      node,
      attributes: attributesOf(node),
      inputs,
      input: (index) => inputs[index] ?? failNode(node, `input ${index} is missing.`),
      integers: (index) => {
        const input = inputs[index];
        return input === undefined ? undefined : Array.from(input.data);
      },
      outputs,
    }),
    gradient: (context, index) => {
      if (typeof gradient !== 'function') return gradient.kind === 'zero' ? undefined : context.refuse(gradient.because);
      return gradient({ ...context, attributes: attributesOf(context.node) }, index);
    },
    multiplyAdds: (node, inputs, outputs) => definition.multiplyAdds?.(inferContext(node, inputs), outputs) ?? 0,
    scratch: (node, inputs, outputs) => definition.scratch?.(inferContext(node, inputs), outputs) ?? 0,
  };
}

function integersOf(node: GraphNode, input: Known | undefined, index: number): number[] | undefined {
  if (input === undefined) return undefined;
  if (input.values === undefined) {
    throw new GraphError('graph.data_dependent_shape', `${node.operator} "${node.name}": input ${index} ("${node.inputs[index] ?? ''}") must be known before the graph runs, ` +
      'but it is computed from the image. Export the network with fixed sizes.', { node: node.name, operator: node.operator, input: index });
  }
  return Array.from(input.values());
}

function failNode(node: GraphNode, message: string): never {
  throw new GraphError('graph.shape_mismatch', `${node.operator} "${node.name}": ${message}`, { node: node.name, operator: node.operator });
}

/** Attributes of an operator that has none. */
export const noAttributes = (): Readonly<Record<string, never>> => ({});

/** Drops attributes by name; for upgrades that turn them into inputs. */
export function without(attributes: Readonly<Record<string, Attribute>>, ...names: readonly string[]): Record<string, Attribute> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}
