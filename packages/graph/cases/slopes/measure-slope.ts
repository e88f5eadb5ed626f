import { differentiate } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import type { SlopeCase } from './slope-case.ts';

/** Opens a graph on a device and runs it on each of the feeds, in its final form. */
export type RunAt = (graph: Graph, feeds: readonly Readonly<Record<string, Tensor>>[]) => Promise<readonly Readonly<Record<string, Tensor>>[]>;

export interface SlopeComparison {
  /** The gradient's product with the direction. */
  readonly analytic: number;
  /** Between what the device's own values rise along the direction; both are the same but where there are kinks, or steps too near to tell. */
  readonly numeric: readonly [least: number, most: number];
  /** How far rounding and the curve may put the two apart. */
  readonly tolerance: number;
  /** Whether the gradient is finite and its product lies there. */
  readonly agrees: boolean;
  /** Whether the bounds are so narrow that one wrong value would be seen. */
  readonly isConclusive: boolean;
}

/** Steps along the direction. Long ones drown rounding, short ones find the slope between two kinks. */
const steps = [2 ** -3, 2 ** -6, 2 ** -9] as const;

/** Rounding of a device's value, relative to the greatest of its tensor: some roundings of float32, and approximated functions. */
const noise = 2 ** -22;

/**
 * Compares a gradient on a device with the slope of that device's own values. Kinks that lie nearer to the image than the shortest step fool this once in
 * a thousand chains; what is wrong is wrong at the next place too, so it is looked at there before it counts.
 * @throws what `differentiate` and `run` throw
 */
export async function compareSlopes(slopeCase: SlopeCase, run: RunAt): Promise<SlopeComparison> {
  const first = await compareAt(slopeCase, run, 0);
  if (first.agrees || !Number.isFinite(first.analytic)) return first;
  const others = [await compareAt(slopeCase, run, 1), await compareAt(slopeCase, run, 2)];
  return others.every(({ agrees }) => agrees) ? others[0]! : first;
}

async function compareAt(slopeCase: SlopeCase, run: RunAt, draw: number): Promise<SlopeComparison> {
  const { graph, input, result, projection, weights, placeAt, surrogate, options = {} } = slopeCase;
  const { image, direction } = placeAt(draw);
  const differentiated = differentiate(graph, { of: projection, withRespectTo: input, ...options });
  const at = (step: number): Record<string, Tensor> => ({ [input]: { ...image, data: Float32Array.from(image.data as Float32Array, (value, i) => value + step * direction[i]!) } });
  const offsets = [0, ...steps.flatMap((step) => [step, -step, step / 2, -step / 2])];
  const [results, valued] = [await run(differentiated.graph, surrogate === undefined ? offsets.map(at) : [at(0)]), surrogate && await run(surrogate, offsets.map(at))];
  const values = (valued ?? results).map((tensors) => Float64Array.from(tensors[surrogate?.outputs[0] ?? result]!.data as Float32Array));
  const gradient = results[0]![differentiated.gradient]!.data as Float32Array;

  let [analytic, product] = [0, 0];
  direction.forEach((along, i) => {
    analytic += gradient[i]! * along;
    product += (gradient[i]! * along) ** 2;
  });
  const sum = sumOfSlopes(values, weights);
  const tolerance = sum.error + 4 * Math.sqrt(sum.noise) + 3e-4 * Math.sqrt(Math.max(sum.squares, product)) + 1e-6;
  const agrees = gradient.every(Number.isFinite) && analytic >= sum.least - tolerance && analytic <= sum.most + tolerance;
  return { analytic, numeric: [sum.least, sum.most], tolerance, agrees, isConclusive: sum.most - sum.least + 2 * tolerance <= 0.2 * Math.sqrt(Math.max(sum.squares, product)) + 1e-4 };
}

interface Slopes {
  least: number;
  most: number;
  /** What the curve may add on either side. */
  error: number;
  /** Variance of what rounding adds. */
  noise: number;
  squares: number;
}

/** The slopes of all values, weighted. */
function sumOfSlopes(values: readonly Float64Array[], weights: Float64Array): Slopes {
  const magnitude = values[0]!.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1e-3);
  const total: Slopes = { least: 0, most: 0, error: 0, noise: 0, squares: 0 };
  values[0]!.forEach((base, i) => {
    const weight = weights[i % weights.length]!;
    const slope = slopeOf(base, (offset) => values[offset]![i]!, noise * magnitude);
    const [least, most] = weight < 0 ? [slope.most, slope.least] : [slope.least, slope.most];
    total.least += weight * least;
    total.most += weight * most;
    total.error += Math.abs(weight) * slope.error;
    total.noise += (weight * slope.noise) ** 2;
    total.squares += (weight * (least + most) / 2) ** 2;
  });
  return total;
}

interface Slope {
  readonly least: number;
  readonly most: number;
  readonly error: number;
  readonly noise: number;
}

/** The slope of one value, from the step at which it is known best. */
function slopeOf(base: number, valueAt: (offset: number) => number, rounding: number): Slope {
  // Around an image there may be infinities, which stay what they are.
  if (!Number.isFinite(base) && !Number.isNaN(base) && valueAt(1) === base && valueAt(2) === base) return { least: 0, most: 0, error: 0, noise: 0 };
  const width = ({ least, most, error, noise: spread }: Slope): number => most - least + 2 * error + 2 * spread;
  return steps.flatMap((step, i) => slopesAt(step, base, [1, 2, 3, 4].map((offset) => valueAt(4 * i + offset)) as [number, number, number, number], rounding))
    .reduce((best, next) => (width(next) < width(best) || Number.isNaN(width(best)) ? next : best));
}

/** What one step says: the slopes on the two sides and, where they are the same, the one in the middle, which rounding spoils less. */
function slopesAt(step: number, base: number, [ahead, behind, halfAhead, halfBehind]: readonly [number, number, number, number], rounding: number): readonly Slope[] {
  const [far, near] = [(ahead - base) / step, (halfAhead - base) / (step / 2)];
  const [farBack, nearBack] = [(base - behind) / step, (base - halfBehind) / (step / 2)];
  const [right, left] = [2 * near - far, 2 * nearBack - farBack];
  const bend = (Math.abs(near - far) + Math.abs(nearBack - farBack)) / 4;
  const oneSided: Slope = { least: Math.min(left, right), most: Math.max(left, right), error: bend, noise: 10 * rounding / step };
  if (Math.abs(right - left) > bend + 2 * oneSided.noise) return [oneSided];
  const [wide, narrow] = [(ahead - behind) / (2 * step), (halfAhead - halfBehind) / step];
  const middle = (4 * narrow - wide) / 3;
  return [oneSided, { least: middle, most: middle, error: Math.abs(narrow - wide) + bend / 4, noise: 3 * rounding / step }];
}

/** What a comparison found, in words. */
export function tellSlopes({ analytic, numeric: [least, most], tolerance }: SlopeComparison): string {
  return `The gradient along the direction is ${analytic}; the device's own values rise by ${least === most ? least : `${least} to ${most}`}, give or take ${tolerance}.`;
}
