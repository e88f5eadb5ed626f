import type { Graph, GraphBuilder } from '@lookalike/graph';
import { channelsOf, separableFilter } from './filters.ts';
import { distanceGraph, halvedSides, sizeOfPair, type FixedImages, type ImageSize } from './image-pair.ts';
import { PerceptionError } from './perception-error.ts';

/**
 * Parameters of the gain control per band, from the authors' code (NLP_dist.m): weights of the neighbours up, left, right
 * and two to the right, and the constant. They were fitted to natural images for least redundancy.
 */
const BANDS = [
  { up: 0.1011, left: 0.1493, right: 0.146, farRight: 0.0072, down: 0.1015, sigma: 0.0248 },
  { up: 0.0757, left: 0.1986, right: 0.1846, farRight: 0, down: 0.0837, sigma: 0.0185 },
  { up: 0.0477, left: 0.2138, right: 0.2243, farRight: 0, down: 0.0467, sigma: 0.0179 },
  { up: 0, left: 0.2503, right: 0.2616, farRight: 0, down: 0, sigma: 0.0191 },
  { up: 0, left: 0.2598, right: 0.2552, farRight: 0, down: 0, sigma: 0.022 },
] as const;
/** The low-pass band that remains at the end. */
const LOW_PASS = { up: 0, left: 0.2215, right: 0.0717, farRight: 0, down: 0, sigma: 0.2782 } as const;
type Band = { readonly [Name in keyof typeof LOW_PASS]: number };

/** Binomial low-pass filter of the Laplacian pyramid. @see Burt and Adelson 1983 */
const BINOMIAL = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16];
/** The filter is mirrored by 2 px at the border, which takes images of at least 3 px. */
const LEAST_FILTERED_SIDE = 3;
export const nlpdLeastSidePx = LEAST_FILTERED_SIDE;

/**
 * Appends the normalised Laplacian pyramid distance: both images are split into bands, each band is divided by a local
 * average of its amplitude, and the root mean squared differences of the bands are averaged.
 *
 * The pyramid has six scales as published where the smaller side is at least 33 px, else as many as fit (at 32 px five; the
 * last one always gets the parameters of the low-pass band). Deviations: colour channels are compared separately and
 * averaged; pixel values are taken as they are, without a model of the display.
 * @returns the name of the distances [N], ≥ 0; 0 for identical images, where its gradient is 0.
 * @throws perception.image_too_small below 3 px; perception.bad_images
 * @see Laparra, Ballé, Berardino and Simoncelli 2016, "Perceptual image quality assessment using a normalized Laplacian
 *   pyramid"; https://www.cns.nyu.edu/~lcv/NLPyr/
 */
export function appendNlpd(builder: GraphBuilder, a: string, b: string): string {
  const size = sizeOfPair(builder, a, b);
  const scales = nlpdScaleCount(size);
  // One pyramid of both: channels are independent of each other in it.
  let image = builder.concat([a, b], 1);
  const distances: string[] = [];
  for (let scale = 0; scale < scales - 1; scale++) {
    const down = halve(builder, image);
    const band = builder.sub(image, double(builder, down, image));
    distances.push(bandDistance(builder, normalised(builder, band, BANDS[scale] ?? LOW_PASS), size.channels));
    image = down;
  }
  distances.push(bandDistance(builder, normalised(builder, image, LOW_PASS), size.channels));
  const sum = distances.reduce((total, distance) => builder.add(total, distance));
  return builder.reduceMean(builder.div(sum, scales), [1]);
}

/** {@link appendNlpd} as a graph of its own. */
export function nlpd(size: ImageSize): Graph {
  return distanceGraph(appendNlpd, size);
}

/** How many scales the pyramid of an image has, low-pass included. */
export function nlpdScaleCount({ heightPx, widthPx }: ImageSize): number {
  const smaller = Math.min(heightPx, widthPx);
  if (smaller < LEAST_FILTERED_SIDE) {
    throw new PerceptionError('perception.image_too_small', `NLPD of images of ${heightPx} × ${widthPx} px: the smaller side must be at least ${LEAST_FILTERED_SIDE} px. Enlarge the images first.`, { heightPx, widthPx });
  }
  return 1 + halvedSides(smaller, BANDS.length).filter((side) => side >= LEAST_FILTERED_SIDE).length;
}

function halve(builder: GraphBuilder, x: string): string {
  return separableFilter(builder, builder.pad(x, [0, 0, 2, 2, 0, 0, 2, 2], { mode: 'reflect' }), BINOMIAL, 2);
}

/** Doubles x to the size of `like`: mirrored by one, zeros between the pixels, filtered, with the gain of 4 that makes up for the zeros. */
function double(builder: GraphBuilder, x: string, like: string): string {
  const channels = channelsOf(builder, x);
  const kernel = BINOMIAL.flatMap((row) => BINOMIAL.map((column) => 4 * row * column));
  const weights = builder.floats([channels, 1, 5, 5], Array.from({ length: channels }, () => kernel).flat());
  const [, , height, width] = builder.typeOf(like).shape.map(Number);
  const mirrored = builder.pad(x, [0, 0, 1, 1, 0, 0, 1, 1], { mode: 'reflect' });
  const isOdd = (side: number | undefined): number => (side ?? 0) % 2;
  return builder.convTranspose(mirrored, weights, { group: channels, strides: [2, 2], pads: [4, 4, 3 + isOdd(height), 3 + isOdd(width)] });
}

function normalised(builder: GraphBuilder, band: string, { up, left, right, farRight, down, sigma }: Band): string {
  const channels = channelsOf(builder, band);
  const kernel = [0, 0, up, 0, 0, 0, left, 0, right, farRight, 0, 0, down, 0, 0];
  const weights = builder.floats([channels, 1, 3, 5], Array.from({ length: channels }, () => kernel).flat());
  const amplitude = builder.conv(builder.abs(band), weights, { group: channels, pads: [1, 2, 1, 2] });
  return builder.div(band, builder.add(amplitude, sigma));
}

/** Root mean squared difference of the two halves of the channels: [N, C]. */
function bandDistance(builder: GraphBuilder, bands: string, channels: FixedImages['channels']): string {
  const part = (from: number): string => builder.slice(bands, { starts: [from], ends: [from + channels], axes: [1] });
  const [, , height, width] = builder.typeOf(bands).shape.map(Number);
  return builder.div(builder.reduceL2(builder.sub(part(0), part(channels)), [2, 3]), Math.sqrt((height ?? 1) * (width ?? 1)));
}
