import { Type, type Static } from 'typebox';
import { closed } from '../closed.ts';
import { Blur } from './blur.ts';
import { L1 } from './l1.ts';
import { L6 } from './l6.ts';
import { PerceptualChoice, PerceptualTerm } from './perceptual-term.ts';
import { RepresentationDistance } from './representation-distance.ts';
import { TotalVariation } from './total-variation.ts';

/** One summand of an objective: weight · value, one value per image. */
export const Term = Type.Union([RepresentationDistance, TotalVariation, Blur, L1, L6, PerceptualTerm]);
export type Term = Static<typeof Term>;

const WeightedSum = Type.Object({ kind: Type.Literal('weighted-sum'), terms: Type.Array(Term, { minItems: 1, maxItems: 20 }) }, closed);
const Constrained = Type.Object(
  {
    kind: Type.Literal('constrained', { description: 'The greatest perceptual distance to the target subject to d ≤ τ' }),
    distance: PerceptualChoice,
    maximumRepresentationDistance: Type.Number({ exclusiveMinimum: 0, description: 'τ' }),
  },
  closed,
);

/** What the search makes small. The named kinds stand for weighted sums, see {@link composedObjective}. */
export const Objective = Type.Union([
  Type.Object({ kind: Type.Literal('regularizer-free', { description: 'd' }) }, closed),
  Type.Object({ kind: Type.Literal('human-leaning', { description: '10·d + 5e-4·TV + 5e-4·Blur + 5e-5·L1' }) }, closed),
  Type.Object(
    {
      kind: Type.Literal('adversarial', { description: 'd − λ·P(x, x_t)' }),
      distance: PerceptualChoice,
      weight: Type.Optional(Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Literal('calibrated', { description: 'mean d / mean P at the first step' })], { description: 'λ; 10 when absent.' })),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('pull-to-seed', { description: 'd + λ·P(x, x_0)' }),
      distance: PerceptualChoice,
      weight: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'λ; 10 when absent.' })),
    },
    closed,
  ),
  WeightedSum,
  Constrained,
]);
export type Objective = Static<typeof Objective>;

/** An objective in full: what the step graph is built from. */
export type ComposedObjective = Static<typeof WeightedSum> | Static<typeof Constrained>;
