import { defineOperator, noAttributes } from './definition.ts';
import type { GradientRule, OperatorDefinition } from './definition.ts';
import { broadcastInputs, evaluateBroadcast, sameType } from './elementwise.ts';
import type { FurtherTraits } from './traits.ts';

/** An operator over one or more inputs that broadcast together. */
export function variadicOperator(f: (values: readonly number[]) => number, gradient: GradientRule<unknown>, traits: FurtherTraits): OperatorDefinition {
  return defineOperator({
    inputs: [1, Infinity],
    traits: { reach: 'entry', ...traits },
    attributes: noAttributes,
    infer: (context) => [{ type: sameType(context), shape: broadcastInputs(context) }],
    evaluate: (context) => [evaluateBroadcast(context, f)],
    gradient,
    broadcasts: true,
    masksGradient: gradient === shareAmongEqual,
  });
}

/** For Max and Min: the gradient goes to the inputs that equal the result, in even shares where several do. */
export const shareAmongEqual: GradientRule<unknown> = ({ b, dy, inputs, outputs: [y] }, index) => {
  const { type } = b.typeOf(y!);
  const isExtreme = (input: string): string => b.cast(b.equal(input, y!), type);
  const mine = isExtreme(inputs[index]!);
  if (inputs.length === 1) return dy;
  const count = inputs.map((input, i) => (i === index ? mine : isExtreme(input))).reduce((sum, mask) => b.add(sum, mask));
  return b.mul(dy, b.div(mine, count));
};
