import { GraphBuilder } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';

/**
 * A network that computes in microseconds: clip, normalise, convolution, ReLU, mean over pixels, fully connected.
 * Layers `pooled` [N, 6] and `logits` [N, 4]; input `picture` [N, 3, side, side].
 * @param bias added before the ReLU; −100 kills every unit.
 */
export function tinyNetwork({ bias = 0.1, side = 4 }: { bias?: number; side?: number } = {}): Graph {
  const random = createRandom('tiny network');
  const normals = (count: number): number[] => Array.from({ length: count }, () => random.normal());
  const b = new GraphBuilder({ name: 'tiny' });
  const x = b.input('picture', { type: 'float32', shape: ['N', 3, side, side] });
  const normalised = b.div(b.sub(b.clip(x, 0, 1), 0.5), 0.25);
  const convolved = b.conv(normalised, b.floats([6, 3, 3, 3], normals(162)), { pads: [1, 1, 1, 1], bias: b.floats([6], Array<number>(6).fill(bias)) });
  b.append('Relu', [convolved], {}, { name: 'last relu', outputs: ['rectified'] });
  b.append('ReduceMean', ['rectified', b.integers([2, 3])], { keepdims: 0 }, { outputs: ['pooled'] });
  b.append('MatMul', ['pooled', b.floats([6, 4], normals(24))], {}, { outputs: ['logits'] });
  b.output('logits');
  return b.build();
}

/** Pixels [3, side, side] without a pattern, each within [0, 1]. */
export function tinyImage(seed: string, side = 4): Float32Array {
  const random = createRandom(`tiny image ${seed}`);
  return Float32Array.from({ length: 3 * side * side }, () => random.uniform());
}
