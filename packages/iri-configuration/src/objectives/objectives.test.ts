import { describe, expect, it } from 'vitest';
import { checkIriConfiguration, composedObjective, defaultIriConfiguration, defaultOptimiser, kindsByName, kindsOfForms, objectives, optimisersFor, takesParameter, type ObjectiveKind } from '../index.ts';

const kinds = Object.keys(objectives) as ObjectiveKind[];
const issuesOf = (changes: object): readonly { readonly path: string }[] => {
  const result = checkIriConfiguration({ ...defaultIriConfiguration(), ...changes });
  return 'issues' in result ? result.issues : [];
};

describe.each(kinds)('the objective %s', (kind) => {
  const { schema, optimiser, beginning } = objectives[kind];

  it('stands in the table under its own kind', () => {
    expect(schema.properties.kind.const).toBe(kind);
  });

  it('can be followed by its optimiser', () => {
    expect(optimisersFor(kind)).toContain(optimiser);
    expect(defaultOptimiser({ kind }).kind).toBe(optimiser);
  });

  it.runIf(beginning !== undefined)('begins in a form as something that passes the check, and becomes terms', () => {
    expect(issuesOf({ objective: beginning, optimiser: defaultOptimiser({ kind }) })).toEqual([]);
    expect(['weighted-sum', 'constrained']).toContain(composedObjective(beginning!).kind);
  });
});

it('an optimiser that cannot follow an objective is refused with why, and with those that can', () => {
  expect(issuesOf({ objective: objectives.constrained.beginning, optimiser: { kind: 'lbfgs' } })).toEqual([
    expect.objectContaining({ path: '/optimiser/kind', message: expect.stringContaining('curvature'), fix: 'Choose "normalised-gradient" or "adam".' }),
  ]);
});

it('a form offers what it can show, and a command line what a name and a distance say', () => {
  expect(kindsOfForms()).toEqual(['regularizer-free', 'human-leaning', 'adversarial', 'pull-to-seed', 'constrained']);
  expect(kindsByName()).toEqual(['regularizer-free', 'human-leaning', 'adversarial', 'pull-to-seed']);
});

it('tells which fields a kind has and what may stand in them', () => {
  expect(kinds.filter((kind) => takesParameter(kind, 'distance', 'nlpd'))).toEqual(['adversarial', 'pull-to-seed', 'constrained']);
  expect(kinds.filter((kind) => takesParameter(kind, 'weight', 1))).toEqual(['adversarial', 'pull-to-seed']);
  expect(kinds.filter((kind) => takesParameter(kind, 'weight', 'calibrated'))).toEqual(['adversarial']);
});
