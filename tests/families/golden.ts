import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { elementCount, makeTensor } from '@lookalike/graph';
import { readOnnx } from '@lookalike/network';
import type { Graph, Tensor } from '@lookalike/graph';

/** A network of one family with what its library computes with it. Made by tests/reference/make-family-goldens.py and make-tf2onnx-goldens.py. */
export interface Golden {
  readonly family: string;
  /** Height and width of the images. */
  readonly size: number;
  /** Whether the network takes images as [N, H, W, C]. */
  readonly channelsLast?: boolean;
  readonly files: readonly GoldenFile[];
  /** What the weights that the files refer to are made of, by the name they use. */
  readonly weights: Readonly<Record<string, WeightFormula>>;
  readonly imageSeed: number;
  /** Inputs of rectifiers and pairs of maxima so close to a kink that float32 and float64 may take different sides. */
  readonly kinks: number;
  /** The operator that comes last of the rectifiers, if the last activation is one. */
  readonly lastRectifier: 'Relu' | 'Clip' | 'HardSwish' | null;
  readonly layers: Readonly<Record<LayerName, GoldenLayer>>;
}

export interface GoldenFile {
  readonly file: string;
  readonly exporter: string;
  readonly opset: number;
  /** The batch that the file fixes, if it does; such files are exported without options. */
  readonly batch?: number;
}

export type LayerName = 'middle' | 'penultimate';

export interface GoldenLayer {
  /** From where to where the target's values reach. */
  readonly target: Range;
  readonly representation: Summary;
  readonly distance: readonly number[];
  readonly gradient: Summary;
  /** The gradient past the last rectifier. From PyTorch, where there is one. */
  readonly pastRectifier?: Summary;
}

type Range = readonly [least: number, most: number];

interface WeightFormula {
  readonly seed: number;
  readonly range: Range;
  readonly count: number;
  /** The shape before it was transposed. */
  readonly transposed?: readonly [rows: number, columns: number];
}

/** What is kept of a large tensor: its norm, every so many values, and its products with vectors of the formula. */
export interface Summary {
  readonly shape: readonly number[];
  readonly norm: number;
  readonly step: number;
  readonly values: readonly number[];
  readonly products: readonly number[];
}

const folder = new URL('goldens/', import.meta.url);

/** Seeds of the formula, as the script has them. */
const targetSeeds: Readonly<Record<LayerName, number>> = { middle: 800_000, penultimate: 800_001 };
const productSeed = 900_000;

export function readGoldens(): Golden[] {
  return readdirSync(folder).filter((name) => name.endsWith('.json')).sort().map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Golden);
}

/** Reads a network of a golden; its weights come from the formula, as "external data". */
export function readNetwork(golden: Golden, { file }: GoldenFile): Graph {
  const externalData = new Map(Object.entries(golden.weights).map(([location, formula]) => [location, new Uint8Array(weightValues(formula).buffer)] as const));
  return readOnnx(gunzipSync(readFileSync(new URL(file, folder))), { externalData });
}

/** Two images. */
export function imagesOf({ imageSeed, size, channelsLast = false }: Golden): Tensor {
  return makeTensor('float32', channelsLast ? [2, size, size, 3] : [2, 3, size, size], uniform(imageSeed, 2 * 3 * size * size));
}

export function targetOf(layer: LayerName, { target, representation: { shape } }: GoldenLayer): Tensor {
  return makeTensor('float32', shape, uniform(targetSeeds[layer], elementCount(shape), target));
}

/** How far a tensor is from a summary, relative to its norm: the greatest of what the norm, the values and the products say. */
export function relativeError({ data }: Tensor, { norm, step, values: kept, products }: Summary): number {
  const all = Float64Array.from(data, Number);
  const sampled = kept.map((value, i) => all[i * step]! - value);
  const ownNorm = Math.hypot(...kept);
  return Math.max(
    Math.abs(lengthOf(all) - norm) / norm,
    Math.hypot(...sampled) / (ownNorm || norm),
    // A product with values drawn from [−1, 1] has a deviation of norm / √3.
    ...products.map((product, i) => Math.abs(dot(all, uniform(productSeed + i, all.length, [-1, 1])) - product) / (norm / Math.sqrt(3))),
  );
}

/** The numbers of the formula: a hash of position and seed, as a fraction of 2²⁴, in float32. */
export function uniform(seed: number, count: number, [least, most]: Range = [0, 1]): Float32Array {
  const offset = Math.imul(seed, 0x9e3779b1);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    let x = (i + offset) | 0;
    x ^= x >>> 16;
    x = Math.imul(x, 0x7feb352d);
    x ^= x >>> 15;
    x = Math.imul(x, 0x846ca68b);
    x ^= x >>> 16;
    values[i] = least + (most - least) * ((x >>> 8) / 2 ** 24);
  }
  return values;
}

function weightValues({ seed, range, count, transposed }: WeightFormula): Float32Array {
  const values = uniform(seed, count, range);
  if (transposed === undefined) return values;
  const [rows, columns] = transposed;
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function lengthOf(values: ArrayLike<number>): number {
  return Math.sqrt(dot(values, values));
}
