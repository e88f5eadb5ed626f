import type { AttributeReader } from '../attributes.ts';
import { broadcastShapes, broadcastStrides, forEachIndex } from '../broadcast.ts';
import type { ElementType } from '../graph.ts';
import { elementCount } from '../tensor.ts';
import { defineOperator, noAttributes } from './definition.ts';
import type { EvaluateContext, GradientRule, InferContext, Known, NoGradient, OperatorDefinition } from './definition.ts';
import type { FurtherTraits } from './traits.ts';

interface ElementwiseOptions<A> {
  readonly gradient: GradientRule<A> | NoGradient;
  /** Element type of the result; default: that of the first input. */
  readonly result?: ElementType;
  /** Default: no. */
  readonly masksGradient?: boolean;
  /** What it is besides element by element. */
  readonly traits?: FurtherTraits;
}

/** An operator y = f(x), element by element, without attributes. */
export function unaryOperator(f: (x: number) => number, { gradient, result, masksGradient = false, traits }: ElementwiseOptions<unknown>): OperatorDefinition {
  return defineOperator({
    inputs: [1, 1],
    traits: { reach: 'entry', ...traits },
    attributes: noAttributes,
    infer: ({ input }) => [{ type: result ?? input(0).type, shape: input(0).shape }],
    evaluate: ({ input }) => [input(0).data.map(f)],
    gradient,
    masksGradient,
  });
}

/** An operator y = f(x), element by element, with parameters that are attributes. */
export function parametricOperator<A>(attributes: (reader: AttributeReader) => A, f: (x: number, attributes: A) => number, gradient: GradientRule<A>, traits: FurtherTraits = {}): OperatorDefinition {
  return defineOperator<A>({
    inputs: [1, 1],
    traits: { reach: 'entry', ...traits },
    attributes,
    infer: likeInput,
    evaluate: ({ input, attributes: given }) => [input(0).data.map((x) => f(x, given))],
    gradient,
  });
}

/** An operator y = f(a, b) that broadcasts. */
export function binaryOperator(f: (a: number, b: number, type: ElementType) => number, { gradient, result, traits }: ElementwiseOptions<unknown>): OperatorDefinition {
  return defineOperator({
    inputs: [2, 2],
    traits: { reach: 'entry', ...traits },
    attributes: noAttributes,
    infer: (context) => [{ type: result ?? sameType(context), shape: broadcastInputs(context) }],
    evaluate: (context) => {
      const { type } = context.input(0);
      return [evaluateBroadcast(context, ([a, b]) => f(a!, b!, type))];
    },
    gradient,
    broadcasts: true,
  });
}

export function sameType(context: InferContext<unknown>): ElementType {
  const [first, ...rest] = context.inputs.filter((input) => input !== undefined);
  for (const other of rest) {
    if (other.type !== first!.type) context.fail(`the inputs must have one element type, got ${first!.type} and ${other.type}.`);
  }
  return first!.type;
}

export function broadcastInputs({ inputs, fail }: InferContext<unknown>): number[] {
  const shapes = inputs.filter((input) => input !== undefined).map((input) => input.shape);
  return broadcastShapes(shapes) ?? fail(`shapes ${shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ')} do not broadcast.`);
}

export function evaluateBroadcast({ inputs, outputs }: EvaluateContext<unknown>, f: (values: readonly number[]) => number): Float64Array {
  const given = inputs.filter((input) => input !== undefined);
  const { shape } = outputs[0]!;
  const result = new Float64Array(elementCount(shape));
  const values = new Array<number>(given.length);
  forEachIndex(shape, given.map((input) => broadcastStrides(input.shape, shape)), (position, offsets) => {
    for (let i = 0; i < given.length; i++) values[i] = given[i]!.data[offsets[i]!]!;
    result[position] = f(values);
  });
  return result;
}

/** Result like input 0. */
export const likeInput = ({ input }: InferContext<unknown>): readonly Known[] => [{ type: input(0).type, shape: input(0).shape }];

/** A comparison or a step: its slope is 0 wherever it has one. */
export const flat: NoGradient = { kind: 'zero', because: 'it is constant between its steps' };
