import { makeTensor } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';

/**
 * Winograd's minimal filtering F(4, 3): the four values that a filter g of three taps makes of six neighbours d are Aᵀ[(G·g) ⊙ (Bᵀ·d)],
 * with 6 multiplications, not 12. On two axes 36 take the place of 144.
 * @see https://arxiv.org/abs/1509.09308 (Lavin and Gray, section 4.3)
 */
export const tileSize = 4;

const windowSize = 6;

/** Bᵀ, one row for each of the six products, as a filter of the neighbours from `first` on, `dilation` apart. */
export const windowFilters = [
  { first: 0, dilation: 2, taps: [4, -5, 1] },
  { first: 1, dilation: 1, taps: [-4, -4, 1, 1] },
  { first: 1, dilation: 1, taps: [4, -4, -1, 1] },
  { first: 1, dilation: 1, taps: [-2, -1, 2, 1] },
  { first: 1, dilation: 1, taps: [2, -1, -2, 1] },
  { first: 1, dilation: 2, taps: [4, -5, 1] },
] as const;

/** G. */
const filterTransform = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
] as const;

const tileTransform = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
] as const;

/** Aᵀ for one axis, or for both: [4 · 4, 6 · 6], the rows' index first. */
export function tileMatrix(axes: 1 | 2): Tensor {
  if (axes === 1) return makeTensor('float32', [tileSize, windowSize], tileTransform.flat());
  const products = tileTransform.flatMap((down) => tileTransform.flatMap((across) => down.flatMap((a) => across.map((b) => a * b))));
  return makeTensor('float32', [tileSize ** 2, windowSize ** 2], products);
}

/**
 * Weights [K, C, 3, 3] as those of the products, a group each: [6·K, C, 1, 3] where only the rows are transformed, [36·K, C, 1, 1] where
 * the columns are as well.
 */
export function transformWeights({ shape, data }: Tensor, axes: 1 | 2): Tensor {
  const [outChannels, inChannels] = shape as readonly [number, number];
  const kernels = outChannels * inChannels;
  const transformed = new Float32Array(kernels * windowSize * (axes === 1 ? 3 : windowSize));
  filterTransform.forEach((down, i) => {
    if (axes === 1) return transformRows(data as Float32Array, kernels, down, transformed.subarray(3 * kernels * i));
    const rows = new Float32Array(3 * kernels);
    transformRows(data as Float32Array, kernels, down, rows);
    filterTransform.forEach((across, j) => transformColumns(rows, kernels, across, transformed.subarray(kernels * (windowSize * i + j))));
  });
  const products = windowSize ** axes;
  return { type: 'float32', shape: [products * outChannels, inChannels, 1, axes === 1 ? 3 : 1], data: transformed };
}

/** [kernels, 3, 3] to [kernels, 3]. A network has tens of millions of these, hence plain loops, and none inside of another. */
function transformRows(weights: Float32Array, kernels: number, [a, b, c]: readonly [number, number, number], transformed: Float32Array): void {
  for (let from = 0, to = 0; from < 9 * kernels; from += 9, to += 3) {
    transformed[to] = a * weights[from]! + b * weights[from + 3]! + c * weights[from + 6]!;
    transformed[to + 1] = a * weights[from + 1]! + b * weights[from + 4]! + c * weights[from + 7]!;
    transformed[to + 2] = a * weights[from + 2]! + b * weights[from + 5]! + c * weights[from + 8]!;
  }
}

/** [kernels, 3] to [kernels]. */
function transformColumns(rows: Float32Array, kernels: number, [a, b, c]: readonly [number, number, number], transformed: Float32Array): void {
  for (let kernel = 0; kernel < kernels; kernel++) transformed[kernel] = a * rows[3 * kernel]! + b * rows[3 * kernel + 1]! + c * rows[3 * kernel + 2]!;
}
