import { closed } from '@lookalike/schema-issues';
import { Type, type Static } from 'typebox';

/** d, the part that makes an image an IRI. */
const RepresentationDistance = Type.Object(
  { kind: Type.Literal('representation-distance', { description: 'd = ‖g(x) − g(x_t)‖₂ / ‖g(x_t)‖₂' }), weight: Type.Number({ exclusiveMinimum: 0 }) },
  closed,
);

/** How much neighbouring pixels differ. */
const TotalVariation = Type.Object(
  {
    kind: Type.Literal('total-variation', { description: '(ΣΔy² + ΣΔx²)^(β/2)' }),
    weight: Type.Number(),
    exponent: Type.Optional(Type.Number({ minimum: 2, maximum: 10, description: 'β; 2 when absent. Below 2 there is no slope where an image is flat.' })),
  },
  closed,
);

/** How much an image differs from itself blurred. */
const Blur = Type.Object({ kind: Type.Literal('blur', { description: '½Σ(x − stopgrad(blur x))²' }), weight: Type.Number() }, closed);

/** How far pixels are from grey. */
const L1 = Type.Object({ kind: Type.Literal('l1', { description: 'Σ|x − 0.5|' }), weight: Type.Number() }, closed);

/** Keeps single pixels from standing out. */
const L6 = Type.Object({ kind: Type.Literal('l6', { description: '‖x‖₆ = (Σ|x|⁶)^(1/6)' }), weight: Type.Number() }, closed);

/** Which perceptual distance. A learned one is a file of the experimenter's, named by its content. */
export const PerceptualChoice = Type.Union([
  Type.Literal('nlpd'),
  Type.Literal('ms-ssim'),
  Type.Object(
    {
      kind: Type.Literal('network'),
      name: Type.String({ minLength: 1, maxLength: 100, description: 'Such as lpips-alex; see tools/export-lpips.py.' }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the file.' }),
    },
    closed,
  ),
]);
export type PerceptualChoice = Static<typeof PerceptualChoice>;

const CalibratedWeight = Type.Object(
  {
    kind: Type.Literal('calibrated', { description: '|λ| = mean d / mean perceptual distance before the first step, over the images of the run' }),
    direction: Type.Union([Type.Literal('towards'), Type.Literal('away')]),
  },
  closed,
);

/** How different an image looks from its target or its seed; a negative weight drives it away. */
const PerceptualTerm = Type.Object(
  {
    kind: Type.Literal('perceptual-distance'),
    distance: PerceptualChoice,
    to: Type.Union([Type.Literal('target'), Type.Literal('seed')]),
    weight: Type.Union([Type.Number(), CalibratedWeight]),
  },
  closed,
);

/** One summand of an objective: weight · value, one value per image. */
export const Term = Type.Union([RepresentationDistance, TotalVariation, Blur, L1, L6, PerceptualTerm]);
export type Term = Static<typeof Term>;

/** A name for the choice that differs between different distances. */
export function keyOf(choice: PerceptualChoice): string {
  return typeof choice === 'string' ? choice : `${choice.name} ${choice.sha256}`;
}
