import type { GraphBuilder } from '@lookalike/graph';
import type { Term } from '@lookalike/iri-configuration';

/**
 * Appends TV = (ΣΔy² + ΣΔx²)^(β/2) of each image: one sum over its pixels and channels, then the power.
 * @param image [N, C, H, W] in [0, 1]. @returns [N].
 * @see Mahendran and Vedaldi 2015, section 3; Nanda et al. 2023, released code, which takes the power after the sum
 */
export function appendTotalVariation(b: GraphBuilder, image: string, { exponent = 2 }: Pick<Extract<Term, { kind: 'total-variation' }>, 'exponent'>): string {
  const sum = b.add(squaredSteps(b, image, 2), squaredSteps(b, image, 3));
  return exponent === 2 ? sum : b.pow(sum, exponent / 2);
}

function squaredSteps(b: GraphBuilder, image: string, axis: 2 | 3): string {
  // Sizes of images are fixed.
  const size = Number(b.shapeOf(image)[axis]);
  const part = (from: number): string => b.slice(image, { starts: [from], ends: [from + size - 1], axes: [axis] });
  const step = b.sub(part(1), part(0));
  return b.reduceSum(b.mul(step, step), [1, 2, 3]);
}
