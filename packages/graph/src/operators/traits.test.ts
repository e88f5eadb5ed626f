import { describe, expect, it } from 'vitest';
import { buildCase, caseFeeds, operatorCases } from '../../cases/index.ts';
import { evaluate } from '../evaluate.ts';
import type { GraphNode } from '../graph.ts';
import { isFloat, toDoubles } from '../tensor.ts';
import type { Numbers } from './definition.ts';
import { operators } from './index.ts';
import type { OperatorName } from './operator-name.ts';
import type { OperatorTraits } from './traits.ts';

/** A node of a case, with what it is given there. */
interface Use {
  readonly node: GraphNode;
  readonly inputs: readonly (Numbers | undefined)[];
}

/** The uses of the operators that say this of themselves. */
function usesWith(says: (traits: OperatorTraits) => boolean): { readonly name: string; readonly use: Use }[] {
  return operatorCases.filter(({ operator }) => says(operators[operator as OperatorName].traits)).map((operatorCase) => {
    const { graph } = buildCase(operatorCase);
    const node = graph.nodes.find(({ operator }) => operator === operatorCase.operator)!;
    const values = evaluate(graph, caseFeeds(operatorCase), node.inputs.filter((input) => input !== ''));
    const inputs = node.inputs.map((input) => values.get(input)).map((tensor) => tensor && { type: tensor.type, shape: tensor.shape, data: toDoubles(tensor) });
    return { name: operatorCase.name, use: { node, inputs } };
  });
}

/** What the node makes when each floating operand is changed so. */
function resultsOf({ node, inputs }: Use, change: (value: number, i: number, operand: number) => number = (value) => value): readonly Numbers[] {
  const definition = operators[node.operator as OperatorName];
  const changed = inputs.map((input, operand) => (input !== undefined && isFloat(input.type) ? { ...input, data: input.data.map((value, i) => change(value, i, operand)) } : input));
  const outputs = definition.infer(node, changed.map((input) => input && { ...input, values: () => input.data }));
  return definition.evaluate(node, changed, outputs).map((data, i) => ({ ...outputs[i]!, data }));
}

describe('what an operator says of itself holds in every case', () => {
  it.each(usesWith(({ reach }) => reach === 'entry'))('an entry is made of those at its place: $name', ({ use }) => {
    const [before] = resultsOf(use) as [Numbers];
    use.inputs.forEach((input, operand) => {
      if (input?.shape.join() !== before.shape.join()) return;
      const [after] = resultsOf(use, (value, i, one) => (one === operand && i === 0 ? value / 2 + 0.1 : value)) as [Numbers];
      expect(after.data.slice(1)).toEqual(before.data.slice(1));
    });
  });

  it.each(usesWith(({ reach }) => reach === 'order'))('entries keep their order: $name', ({ use }) => {
    expect(resultsOf(use)[0]!.data).toEqual(use.inputs[0]!.data);
  });

  it.each(usesWith(({ moves }) => moves === 'all'))('every value is moved, once: $name', ({ use }) => {
    const { type, data } = resultsOf(use)[0]!;
    // A Cast to whole numbers cuts them off.
    if (isFloat(type)) expect(data.toSorted()).toEqual(use.inputs[0]!.data.toSorted());
  });

  it.each(usesWith(({ moves }) => moves === 'some' || moves === 'repeats'))('nothing is computed but moved, and perhaps padded: $name', ({ use }) => {
    const given = new Set(use.inputs[0]!.data);
    for (const { data } of resultsOf(use)) expect(new Set(data.filter((value) => !given.has(value))).size).toBeLessThanOrEqual(1);
  });

  it.each(usesWith(({ linear }) => linear === 'in all'))('three times the operands give three times the result: $name', ({ use }) => {
    const [zero, once, thrice] = [0, 1, 3].map((factor) => resultsOf(use, (value) => factor * value)[0]!.data);
    once!.forEach((value, i) => expect(thrice![i]! - zero![i]!).toBeCloseTo(3 * (value - zero![i]!), 8));
  });

  it.each(usesWith(({ linear }) => linear === 'in one'))('three times one operand give three times the result: $name', ({ use }) => {
    const [zero, once, thrice] = [0, 1, 3].map((factor) => resultsOf(use, (value, _, operand) => (operand === 0 ? factor * value : value))[0]!.data);
    once!.forEach((value, i) => expect(thrice![i]! - zero![i]!).toBeCloseTo(3 * (value - zero![i]!), 8));
  });

  it.each(usesWith(({ averages }) => averages === true))('the mean of twos is 2, or less where padding counts: $name', ({ use }) => {
    const { data } = resultsOf(use, () => 2)[0]!;
    expect(Math.max(...data)).toBeCloseTo(2);
  });

  it.each(usesWith(({ arithmetic }) => arithmetic === true))('zeros give something finite: $name', ({ use }) => {
    expect(resultsOf(use, () => 0)[0]!.data.every(Number.isFinite)).toBe(true);
  });
});
