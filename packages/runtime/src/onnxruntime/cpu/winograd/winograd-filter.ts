import { makeTensor, sharedFloats } from '@lookalike/graph';
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
 * The bias of the products that adds `bias` to every value: Aᵀ takes the second product, at the point 1, once into each of them.
 */
export function biasOfProducts(bias: Float32Array, axes: 1 | 2): Float32Array {
  const all = new Float32Array(bias.length * windowSize ** axes);
  all.set(bias, bias.length * (axes === 1 ? 1 : windowSize + 1));
  return all;
}

/**
 * Weights [K, C, 3, 3] as those of the products, a group each: [6·K, C, 1, 3] where only the rows are transformed, [36·K, C, 1, 1] where
 * the columns are as well. They are in the order of the blocked layout, in which `blockFilter` would put them: a network has tens of millions.
 */
export function transformWeights({ shape, data }: Tensor, axes: 1 | 2, block: number): Tensor {
  const [outChannels, inChannels] = shape as readonly [number, number];
  const taps = axes === 1 ? 3 : 1;
  const groups = windowSize ** axes;
  const products = sharedFloats(groups * outChannels * inChannels * taps);
  const transform = axes === 1 ? transformRows : transformBoth;
  for (let filter = 0, to = 0; filter < outChannels; filter += block) {
    for (let channel = 0; channel < inChannels; channel += block) {
      for (let tap = 0; tap < taps; tap++) {
        for (let c = channel; c < channel + block; c++, to += block) {
          for (let k = 0, from = (filter * inChannels + c) * 9 + tap; k < block; k++, from += inChannels * 9) transform(data as Float32Array, from, products, to + k);
        }
      }
    }
  }
  return { type: 'float32', shape: [groups * outChannels, inChannels, 1, taps], data: products };
}

/** G of one column of a filter. */
function transformRows(filters: Float32Array, from: number, products: Float32Array, to: number): void {
  transformTaps(filters[from]!, filters[from + 3]!, filters[from + 6]!, products, to, products.length / windowSize);
}

/** A filter's columns as they are transformed on one axis. */
const columns = new Float64Array(3 * windowSize);

/** G of a whole filter, on both axes. */
function transformBoth(filters: Float32Array, from: number, products: Float32Array, to: number): void {
  for (let column = 0; column < 3; column++) transformTaps(filters[from + column]!, filters[from + column + 3]!, filters[from + column + 6]!, columns, column, 3);
  const between = products.length / windowSize ** 2;
  for (let row = 0; row < windowSize; row++) transformTaps(columns[3 * row]!, columns[3 * row + 1]!, columns[3 * row + 2]!, products, to + row * windowSize * between, between);
}

/** G of three taps as six values, `between` apart. What two rows of G have in common is computed once. */
function transformTaps(first: number, middle: number, last: number, products: Float32Array | Float64Array, to: number, between: number): void {
  const even = -(first + last) * (1 / 6);
  const odd = middle * (1 / 6);
  const evenOfTwo = first * (1 / 24) + last * (1 / 6);
  const oddOfTwo = middle * (1 / 12);
  products[to] = first * (1 / 4);
  products[to + between] = even - odd;
  products[to + 2 * between] = even + odd;
  products[to + 3 * between] = evenOfTwo + oddOfTwo;
  products[to + 4 * between] = evenOfTwo - oddOfTwo;
  products[to + 5 * between] = last;
}
