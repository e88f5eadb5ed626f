import type { Graph } from '@lookalike/graph';
import type { ImageSize, PerceptualDistance } from './image-pair.ts';
import { appendMsSsim, msSsim, msSsimLeastSidePx } from './ms-ssim.ts';
import { appendNlpd, nlpd, nlpdLeastSidePx } from './nlpd.ts';

/** A perceptual distance that needs no weights. */
export interface NamedDistance {
  /** The distance alone, for images of one size: inputs `a` and `b` [N, 3, H, W] in [0, 1], output `distance` [N]. */
  readonly at: (size: ImageSize) => Graph;
  /** The same inside another graph. */
  readonly append: PerceptualDistance;
  /** Of the images' smaller side. Smaller ones are refused: `perception.image_too_small`. */
  readonly leastSidePx: number;
}

/** Every perceptual distance that comes with Lookalike, by the name that settings, jobs and results know it by. */
export const distances = {
  nlpd: { at: nlpd, append: appendNlpd, leastSidePx: nlpdLeastSidePx },
  'ms-ssim': { at: msSsim, append: appendMsSsim, leastSidePx: msSsimLeastSidePx },
} as const satisfies Readonly<Record<string, NamedDistance>>;

export type DistanceName = keyof typeof distances;

/** In the order in which they are offered. */
export const distanceNames = Object.keys(distances) as readonly DistanceName[]; // The keys of a constant.

/** Looks a distance up by a name that comes from elsewhere. @returns undefined for an unknown one */
export function distanceNamed(name: string): NamedDistance | undefined {
  return Object.hasOwn(distances, name) ? distances[name as DistanceName] : undefined; // Just checked.
}
