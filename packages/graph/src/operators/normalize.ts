import type { GraphBuilder } from '../builder.ts';

/** Centres each block of `size` values, divides it by √(variance + ε), and leaves the result in place of `data`'s values. */
export function normalizeBlocks(data: Float64Array, size: number, epsilon: number): Float64Array {
  const result = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += size) {
    const block = data.subarray(start, start + size);
    const mean = block.reduce((sum, x) => sum + x, 0) / size;
    const variance = block.reduce((sum, x) => sum + (x - mean) ** 2, 0) / size;
    result.set(block.map((x) => (x - mean) / Math.sqrt(variance + epsilon)), start);
  }
  return result;
}

interface NormalizationGradient {
  readonly x: string;
  /** Gradient with respect to the normalised value, before scale and bias. */
  readonly dNormal: string;
  readonly axes: readonly number[];
  readonly epsilon: number;
}

/**
 * The gradient of n = c / s, where c = x − mean(x) and s = √(mean(c²) + ε), over the axes: (dn − mean(dn)) / s − c · mean(dn · c) / s³. What has
 * one value for each block costs nothing, so there is as little of the rest as possible.
 * @see Ioffe and Szegedy 2015, section 3
 */
export function normalizationGradient(b: GraphBuilder, { x, dNormal, axes, epsilon }: NormalizationGradient): string {
  const mean = (value: string): string => b.reduceMean(value, axes, true);
  const centred = b.sub(x, mean(x));
  const variance = b.add(mean(b.mul(centred, centred)), epsilon);
  const scale = b.div(1, b.sqrt(variance));
  const slope = b.mul(mean(b.mul(dNormal, centred)), b.div(scale, variance));
  return b.sub(b.mul(b.sub(dNormal, mean(dNormal)), scale), b.mul(centred, slope));
}
