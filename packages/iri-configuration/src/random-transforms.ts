import { closed } from '@lookalike/schema-issues';
import { Type, type Static } from 'typebox';

/** Random changes of the image that the network sees while the slope of d is taken; drawn anew for every image and step. */
export const RandomTransforms = Type.Object(
  {
    kind: Type.Literal('random', { description: 'Jitter, scale, rotate, jitter. What lies outside of the image is grey, 0.5.' }),
    jitterPx: Type.Optional(Type.Integer({ minimum: 0, maximum: 64, description: 'First jitter: a shift of −j/2 to j/2 − 1 px along each axis; 8 when absent.' })),
    leastScale: Type.Optional(Type.Number({ minimum: 0.1, maximum: 10, description: '0.9 when absent.' })),
    greatestScale: Type.Optional(Type.Number({ minimum: 0.1, maximum: 10, description: '1.1 when absent.' })),
    rotationDegrees: Type.Optional(Type.Number({ minimum: 0, maximum: 180, description: 'Rotates by up to so much to either side; 10 when absent.' })),
    finalJitterPx: Type.Optional(Type.Integer({ minimum: 0, maximum: 64, description: 'Last jitter; 4 when absent.' })),
  },
  closed,
);
export type RandomTransforms = Static<typeof RandomTransforms>;

/** The paper's sizes. @see Nanda et al. 2023, released code; Lucid, transform.py, standard_transforms */
export const defaultTransforms = { jitterPx: 8, leastScale: 0.9, greatestScale: 1.1, rotationDegrees: 10, finalJitterPx: 4 } as const;
