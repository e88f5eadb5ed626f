import type { GraphWriter } from '../graph-writer.ts';

interface BlockStatistics {
  readonly means: Float64Array;
  /** 1 / √(variance + ε) */
  readonly inverses: Float64Array;
}

/** Mean and inverse deviation of each block of `size` values. */
export function statisticsOfBlocks(data: Float64Array, size: number, epsilon: number): BlockStatistics {
  const means = new Float64Array(data.length / size);
  const inverses = means.map((_, i) => {
    const block = data.subarray(i * size, (i + 1) * size);
    means[i] = block.reduce((sum, x) => sum + x, 0) / size;
    return 1 / Math.sqrt(block.reduce((sum, x) => sum + (x - means[i]!) ** 2, 0) / size + epsilon);
  });
  return { means, inverses };
}

/** Centres each block of `size` values and divides it by its deviation. */
export function normalizeBlocks(data: Float64Array, size: number, { means, inverses }: BlockStatistics): Float64Array {
  return data.map((x, i) => (x - means[Math.floor(i / size)]!) * inverses[Math.floor(i / size)]!);
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
export function normalizationGradient(b: GraphWriter, { x, dNormal, axes, epsilon }: NormalizationGradient): string {
  const mean = (value: string): string => b.reduceMean(value, axes, true);
  const centred = b.sub(x, mean(x));
  const variance = b.add(mean(b.mul(centred, centred)), epsilon);
  const scale = b.div(1, b.sqrt(variance));
  const slope = b.mul(mean(b.mul(dNormal, centred)), b.div(scale, variance));
  return b.sub(b.mul(b.sub(dNormal, mean(dNormal)), scale), b.mul(centred, slope));
}
