import type { Random } from '@lookalike/random';
import { Type, type Static } from 'typebox';
import { closed } from '../closed.ts';

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

/** Maps a point of the transformed image to the point of the image that it shows; both from the centre, in pixels, y downwards. */
export interface AffineMap {
  readonly matrix: readonly [xx: number, xy: number, yx: number, yy: number];
  readonly shift: readonly [x: number, y: number];
}

/** The paper's sizes. @see Nanda et al. 2023, released code; Lucid, transform.py, standard_transforms */
export const defaultTransforms = { jitterPx: 8, leastScale: 0.9, greatestScale: 1.1, rotationDegrees: 10, finalJitterPx: 4 } as const;

/** What is drawn for one image and step. */
export interface DrawnTransform {
  /** Shifts in pixels. */
  readonly firstJitter: readonly [x: number, y: number];
  readonly scale: number;
  readonly angleDegrees: number;
  readonly finalJitter: readonly [x: number, y: number];
}

/** Draws one transform; scale and angle are uniform between their bounds. @param random a source for this image and step alone. */
export function drawTransform(transforms: RandomTransforms, random: Random): DrawnTransform {
  const { jitterPx, leastScale, greatestScale, rotationDegrees, finalJitterPx } = { ...defaultTransforms, ...transforms };
  const jitter = (size: number): number => (size === 0 ? 0 : random.integer(size) - Math.floor(size / 2));
  return {
    firstJitter: [jitter(jitterPx), jitter(jitterPx)],
    scale: leastScale + (greatestScale - leastScale) * random.uniform(),
    angleDegrees: (2 * random.uniform() - 1) * rotationDegrees,
    finalJitter: [jitter(finalJitterPx), jitter(finalJitterPx)],
  };
}

/** Jitter, then scale, then rotation, then jitter as one map, so that an image is resampled once. It undoes them in the reverse order. */
export function affineMap({ firstJitter, scale, angleDegrees, finalJitter: [x, y] }: DrawnTransform): AffineMap {
  const angle = (angleDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  return { matrix: [cos, sin, -sin, cos], shift: [cos * x + sin * y + firstJitter[0], -sin * x + cos * y + firstJitter[1]] };
}
