import type { Graph, GraphBuilder } from '@lookalike/graph';
import { separableFilter } from './filters.ts';
import { distanceGraph, halvedSides, sizeOfPair, type ImageSize } from './image-pair.ts';
import { PerceptionError } from './perception-error.ts';

/** Exponents per scale, from fine to coarse, as measured with people. @see Wang, Simoncelli and Bovik 2003, section 3.2 */
const EXPONENTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
const WINDOW_SIDE = 11;
/** The window must fit into the image. */
export const msSsimLeastSidePx = WINDOW_SIDE;
const WINDOW_SD = 1.5;
/** (K · range)², with K = 0.01 and 0.03 and a range of 1. @see Wang, Bovik, Sheikh and Simoncelli 2004 */
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;
/** Keeps the power's gradient finite where a similarity is 0 or less and counts as 0. */
const LEAST_BASE = 1e-12;

/**
 * Appends 1 − MS-SSIM. Colour channels are compared separately and averaged.
 *
 * The five published scales need a smaller side of 161 px, as the window of 11 px must fit into the coarsest. Smaller images
 * get as many as fit, the first of the exponents, and these scaled to the same sum: at 32 px two scales.
 * @returns the name of the distances [N] in [0, 1]; 0 for identical images. A negative similarity counts as 0.
 * @throws perception.image_too_small below 11 px; perception.bad_images
 * @see Wang, Simoncelli and Bovik 2003, "Multiscale structural similarity for image quality assessment"
 */
export function appendMsSsim(builder: GraphBuilder, a: string, b: string): string {
  const size = sizeOfPair(builder, a, b);
  const exponents = msSsimExponents(size);
  let images = builder.concat([a, b], 1);
  let similarity: string | undefined;
  exponents.forEach((exponent, scale) => {
    const isLast = scale === exponents.length - 1;
    const { contrastStructure, full } = similarities(builder, images, size.channels);
    const factor = positivePower(builder, isLast ? full : contrastStructure, exponent);
    similarity = similarity === undefined ? factor : builder.mul(similarity, factor);
    if (!isLast) images = halve(builder, images);
  });
  // There is at least one exponent.
  return builder.sub(1, builder.reduceMean(similarity as string, [1]));
}

/** {@link appendMsSsim} as a graph of its own. */
export function msSsim(size: ImageSize): Graph {
  return distanceGraph(appendMsSsim, size);
}

/** The exponents that images of a size are compared with, from fine to coarse. */
export function msSsimExponents({ heightPx, widthPx }: ImageSize): number[] {
  const scales = halvedSides(Math.min(heightPx, widthPx), EXPONENTS.length).filter((side) => side >= WINDOW_SIDE).length;
  if (scales === 0) {
    throw new PerceptionError('perception.image_too_small', `MS-SSIM of images of ${heightPx} × ${widthPx} px: the smaller side must be at least ${WINDOW_SIDE} px. Enlarge the images first.`, { heightPx, widthPx });
  }
  const used = EXPONENTS.slice(0, scales);
  const [sum, total] = [used, EXPONENTS].map((list) => list.reduce((running, exponent) => running + exponent, 0)) as [number, number];
  return scales === EXPONENTS.length ? used : used.map((exponent) => (exponent * total) / sum);
}

/** Mean similarities over the image, per channel: [N, C]. @param images both images, one after the other along the channels. */
function similarities(builder: GraphBuilder, images: string, channels: number): { contrastStructure: string; full: string } {
  const part = (value: string, index: number): string => builder.slice(value, { starts: [index * channels], ends: [(index + 1) * channels], axes: [1] });
  const product = builder.mul(part(images, 0), part(images, 1));
  // All five averages (a, b, a², b², ab) by one filter.
  const averages = separableFilter(builder, builder.concat([images, builder.mul(images, images), product], 1), gaussianWindow());
  const [meanA, meanB, squareA, squareB, meanAB] = [0, 1, 2, 3, 4].map((index) => part(averages, index)) as [string, string, string, string, string];
  const meansSquared = builder.add(builder.mul(meanA, meanA), builder.mul(meanB, meanB));
  const meansProduct = builder.mul(meanA, meanB);
  const variances = builder.sub(builder.add(squareA, squareB), meansSquared);
  const covariance = builder.sub(meanAB, meansProduct);
  const contrastStructure = ratio(builder, covariance, variances, C2);
  const luminance = ratio(builder, meansProduct, meansSquared, C1);
  return { contrastStructure: builder.reduceMean(contrastStructure, [2, 3]), full: builder.reduceMean(builder.mul(luminance, contrastStructure), [2, 3]) };
}

/** (2x + c) / (y + c) */
function ratio(builder: GraphBuilder, x: string, y: string, c: number): string {
  return builder.div(builder.add(builder.mul(x, 2), c), builder.add(y, c));
}

/** x^p where x > 0, else 0; the gradient is 0 there, not infinite. */
function positivePower(builder: GraphBuilder, x: string, exponent: number): string {
  return builder.where(builder.greater(x, 0), builder.pow(builder.max(x, LEAST_BASE), exponent), 0);
}

/** Halves the sides by averaging 2 × 2 px; an odd side is first lengthened by its last row or column. */
function halve(builder: GraphBuilder, x: string): string {
  const [, , height, width] = builder.typeOf(x).shape.map(Number) as [number, number, number, number];
  const isOdd = height % 2 === 1 || width % 2 === 1;
  const even = isOdd ? builder.pad(x, [0, 0, 0, 0, 0, 0, height % 2, width % 2], { mode: 'edge' }) : x;
  return builder.averagePool(even, { kernel: [2, 2], strides: [2, 2] });
}

function gaussianWindow(): number[] {
  const weights = Array.from({ length: WINDOW_SIDE }, (_, index) => Math.exp(-((index - (WINDOW_SIDE - 1) / 2) ** 2) / (2 * WINDOW_SD ** 2)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
