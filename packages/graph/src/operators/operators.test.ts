import { buildCase, caseFeeds, operatorCases } from '../../cases/index.ts';
import { describe, expect, it } from 'vitest';
import { differentiate } from '../differentiate.ts';
import { evaluate } from '../evaluate.ts';
import { inferTypes, sizeAt } from '../inference.ts';
import { checkGradient } from '../testing/check-gradient.ts';
import { operators } from './index.ts';

describe('every operator', () => {
  it('has a case', () => {
    const covered = new Set(operatorCases.map(({ operator }) => operator));
    expect(Object.keys(operators).filter((operator) => !covered.has(operator))).toEqual([]);
  });

  it('has cases with names of their own', () => {
    expect(new Set(operatorCases.map(({ name }) => name)).size).toBe(operatorCases.length);
  });

  for (const operatorCase of operatorCases) {
    it(`infers the shape that it computes: ${operatorCase.name}`, () => {
      const { graph, result } = buildCase(operatorCase);
      const inferred = inferTypes(graph).get(result)!;
      for (const batch of [1, 3]) {
        const value = evaluate(graph, caseFeeds(operatorCase, { batch })).get(result)!;
        expect(inferred.shape.map((size) => sizeAt(size, batch))).toEqual(value.shape);
      }
    });

    for (const [input, { type = 'float32' }] of Object.entries(operatorCase.inputs)) {
      if (type !== 'float32' || operatorCase.hasSurrogateGradient === true) continue;
      const { hasGradient = true } = operatorCase;
      // The condition of Where, for one, has no slope though the case has one.
      const isCondition = operatorCase.operator === 'Where' && input === 'm';
      it(`${hasGradient && !isCondition ? 'agrees with finite differences' : 'has no gradient, by declaration'}: ${operatorCase.name}, ${input}`, () => {
        const { graph, projection } = buildCase(operatorCase);
        const feeds = caseFeeds(operatorCase);
        if (hasGradient && !isCondition) checkGradient(graph, { of: projection, withRespectTo: input, feeds });
        else expect(() => differentiate(graph, { of: projection, withRespectTo: input })).toThrow(/no gradient/);
      });
    }
  }
});
