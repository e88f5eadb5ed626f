import { factorialDesign, type FactorialDesign, type MixedModelRequest } from '@lookalike/alignment';
import type { AnsweredCondition } from '../counted-answers.ts';
import { levelOf, type DesignFactor } from '../effects/factor-design.ts';

/** What fixed effects a model has: factors, and interactions of two of them. */
export interface ModelTerms {
  readonly factors: readonly DesignFactor[];
  readonly interactions: readonly (readonly [DesignFactor, DesignFactor])[];
}

/** Answers as rows of a mixed model, with whatever fixed effects it is to have. */
export interface ModelRows {
  readonly designOf: (terms: ModelTerms) => FactorialDesign;
  readonly request: (terms: ModelTerms) => MixedModelRequest;
}

/** A condition as its own factor, where no factor tells conditions apart or to see what the factors leave. */
export const CONDITION = 'condition';

export function modelRows(conditions: readonly AnsweredCondition[]): ModelRows {
  const rows = conditions.flatMap(({ condition, trials }, index) => trials.map((trial) => ({ trial, condition, index: String(index) })));
  const levels = (of: (row: (typeof rows)[number]) => readonly string[]): string[] => rows.map((row) => JSON.stringify(of(row)));
  const random = [
    { name: 'rater', levels: levels(({ trial }) => [trial.raterId]) },
    { name: 'target', levels: levels(({ trial }) => [trial.targetId]) },
    { name: 'rater:condition', levels: levels(({ trial, index }) => [trial.raterId, index]) },
    { name: 'target:condition', levels: levels(({ trial, index }) => [trial.targetId, index]) },
  ];
  const designOf = ({ factors, interactions }: ModelTerms): FactorialDesign => factorialDesign(
    factors.map(({ name }) => ({ name, values: rows.map(({ condition }) => (name === CONDITION ? condition.name : levelOf(condition, name))) })),
    interactions.map((pair) => pair.map(({ name }) => name)),
  );
  return {
    designOf,
    request: (terms) => ({
      outcomes: rows.map(({ trial }) => trial.outcome),
      // Without a factor there is a constant only.
      fixed: terms.factors.length === 0 ? [{ name: '(Intercept)', values: rows.map(() => 1) }] : designOf(terms).fixed,
      random,
    }),
  };
}
