import { Type, type Static } from 'typebox';
import { closed } from '../closed.ts';

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

export const CalibratedWeight = Type.Object(
  {
    kind: Type.Literal('calibrated', { description: '|λ| = mean d / mean perceptual distance before the first step, over the images of the run' }),
    direction: Type.Union([Type.Literal('towards'), Type.Literal('away')]),
  },
  closed,
);

/** How different an image looks from its target or its seed; a negative weight drives it away. */
export const PerceptualTerm = Type.Object(
  {
    kind: Type.Literal('perceptual-distance'),
    distance: PerceptualChoice,
    to: Type.Union([Type.Literal('target'), Type.Literal('seed')]),
    weight: Type.Union([Type.Number(), CalibratedWeight]),
  },
  closed,
);
export type PerceptualTerm = Static<typeof PerceptualTerm>;

/** A name for the choice that differs between different distances. */
export function keyOf(choice: PerceptualChoice): string {
  return typeof choice === 'string' ? choice : `${choice.name} ${choice.sha256}`;
}
