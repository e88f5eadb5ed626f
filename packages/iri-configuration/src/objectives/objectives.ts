import { closed } from '@lookalike/schema-issues';
import { Type, type Static, type TObject } from 'typebox';
import type { OptimiserKind } from '../optimisers.ts';
import { PerceptualChoice, Term } from './terms.ts';

const WeightedSum = Type.Object({ kind: Type.Literal('weighted-sum'), terms: Type.Array(Term, { minItems: 1, maxItems: 20 }) }, closed);
const Constrained = Type.Object(
  {
    kind: Type.Literal('constrained', { description: 'The greatest perceptual distance to the target subject to d ≤ τ' }),
    distance: PerceptualChoice,
    maximumRepresentationDistance: Type.Number({ exclusiveMinimum: 0, description: 'τ' }),
  },
  closed,
);

/** An objective in full: what the step graph is built from. */
export type ComposedObjective = Static<typeof WeightedSum> | Static<typeof Constrained>;

/** One kind of objective: all that is said of it anywhere but for how its terms are computed. */
interface ObjectiveDefinition<Schema extends TObject> {
  readonly schema: Schema;
  /** For a choice. */
  readonly label: string;
  /** What it makes small, and what for. */
  readonly explanation: string;
  /** The kind of optimiser that is used unless an experimenter says otherwise. */
  readonly optimiser: OptimiserKind;
  /** Those that cannot follow it, each with why. */
  readonly refusedOptimisers?: { readonly [Kind in OptimiserKind]?: string };
  /** How a form begins it; absent where it is nothing for a form. */
  readonly beginning?: Static<Schema>;
  /** Spells it out. */
  compose(objective: Static<Schema>): ComposedObjective;
}

/** λ of the paper's perceptual terms. @see Nanda et al. 2023, released code */
const paperPerceptualWeight = 10;
const d = (weight: number): Term => ({ kind: 'representation-distance', weight });
const sum = (...terms: Term[]): ComposedObjective => ({ kind: 'weighted-sum', terms });

/**
 * Every kind of objective, in the order of a choice; the one place to add one. The paper's losses are as it defines them, corrected: the network sees every
 * image normalised in the same way, and P is a distance whose weights are pinned.
 *
 * L-BFGS comes nearest in the same number of steps and goes with most. Adam goes with those that drive images away from their targets: there L-BFGS makes less
 * progress with the adversarial form, and with the constrained one the direction is not the slope of one value, so that steps and changes of slope
 * say nothing of a curvature. The README of packages/iri has the measurements.
 * @see Nanda et al. 2023, section 3 and released code (`reg_free`, `tv`/`blur`/`l1`, `adv`)
 */
export const objectives = {
  'regularizer-free': define({
    schema: Type.Object({ kind: Type.Literal('regularizer-free', { description: 'd' }) }, closed),
    label: 'Regularizer-free',
    explanation: 'd alone. Regularisers decide the conclusion, so networks are compared without.',
    optimiser: 'lbfgs',
    beginning: { kind: 'regularizer-free' },
    compose: () => sum(d(1)),
  }),
  'human-leaning': define({
    schema: Type.Object({ kind: Type.Literal('human-leaning', { description: '10·d + 5e-4·TV + 5e-4·Blur + 5e-5·L1' }) }, closed),
    label: 'Human-leaning',
    explanation: '10·d + 5e-4·TV + 5e-4·Blur + 5e-5·L1: smooth images, which people find more alike.',
    optimiser: 'lbfgs',
    beginning: { kind: 'human-leaning' },
    compose: () => sum(d(10), { kind: 'total-variation', weight: 5e-4, exponent: 2 }, { kind: 'blur', weight: 5e-4 }, { kind: 'l1', weight: 5e-5 }),
  }),
  adversarial: define({
    schema: Type.Object(
      {
        kind: Type.Literal('adversarial', { description: 'd − λ·P(x, x_t)' }),
        distance: PerceptualChoice,
        weight: Type.Optional(Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Literal('calibrated', { description: 'mean d / mean P at the first step' })], { description: 'λ; 10 when absent.' })),
      },
      closed,
    ),
    label: 'Adversarial',
    explanation: 'd − λ·P(x, x_t): alike for the network, unlike the target to the eye.',
    optimiser: 'adam',
    beginning: { kind: 'adversarial', distance: 'nlpd', weight: paperPerceptualWeight },
    compose: ({ distance, weight = paperPerceptualWeight }) =>
      sum(d(1), { kind: 'perceptual-distance', distance, to: 'target', weight: weight === 'calibrated' ? { kind: 'calibrated', direction: 'away' } : -weight }),
  }),
  'pull-to-seed': define({
    schema: Type.Object(
      {
        kind: Type.Literal('pull-to-seed', { description: 'd + λ·P(x, x_0)' }),
        distance: PerceptualChoice,
        weight: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'λ; 10 when absent.' })),
      },
      closed,
    ),
    label: 'Pull to seed',
    explanation: 'd + λ·P(x, x_0): stays near to where it began to the eye.',
    optimiser: 'lbfgs',
    beginning: { kind: 'pull-to-seed', distance: 'nlpd', weight: paperPerceptualWeight },
    compose: ({ distance, weight = paperPerceptualWeight }) => sum(d(1), { kind: 'perceptual-distance', distance, to: 'seed', weight }),
  }),
  'weighted-sum': define({
    schema: WeightedSum,
    label: 'Weighted sum',
    explanation: 'Terms of one’s own.',
    optimiser: 'lbfgs',
    compose: (objective) => objective,
  }),
  constrained: define({
    schema: Constrained,
    label: 'Constrained',
    explanation: 'The greatest P(x, x_t) subject to d ≤ τ.',
    optimiser: 'adam',
    refusedOptimisers: { lbfgs: 'L-BFGS learns the curvature of one value, but the constrained form follows d outside of the constraint and the perceptual distance inside.' },
    beginning: { kind: 'constrained', distance: 'nlpd', maximumRepresentationDistance: 0.1 },
    compose: (objective) => objective,
  }),
};
export type ObjectiveKind = keyof typeof objectives;

function define<Schema extends TObject>(definition: ObjectiveDefinition<Schema>): ObjectiveDefinition<Schema> {
  return definition;
}
