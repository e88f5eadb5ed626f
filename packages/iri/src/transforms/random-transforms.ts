import { defaultTransforms, type RandomTransforms } from '@lookalike/iri-configuration';
import type { Random } from '@lookalike/random';

/** Maps a point of the transformed image to the point of the image that it shows; both from the centre, in pixels, y downwards. */
export interface AffineMap {
  readonly matrix: readonly [xx: number, xy: number, yx: number, yy: number];
  readonly shift: readonly [x: number, y: number];
}

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
