import { inferTypes } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';

/** The network's first output, if it is scores of two classes or more and computed after the layer. */
export function classScores(network: Graph, layer: string): string | undefined {
  const [output] = network.outputs;
  const type = output === undefined || output === layer ? undefined : inferTypes(network).get(output);
  if (output === undefined || type?.type !== 'float32' || type.shape.length !== 2) return undefined;
  const count = type.shape[1];
  return typeof count === 'number' && count >= 2 ? output : undefined;
}

/** Index of the greatest score; of several the first. */
export function greatest(scores: Float32Array): number {
  return scores.reduce((best, score, i) => (score > scores[best]! ? i : best), 0);
}
