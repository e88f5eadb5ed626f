import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../builder.ts';
import { differentiate } from '../differentiate.ts';
import type { Graph } from '../graph.ts';
import { inferTypes } from '../inference.ts';
import { makeTensor } from '../tensor.ts';
import { checkGradient } from '../testing/check-gradient.ts';

const [heads, tokens, width] = [2, 5, 3];
const feeds = new Map(['x', 'values', 'slope'].map((name, at) => {
  const shape = name === 'x' ? [1, heads, tokens, tokens] : [1, heads, tokens, width];
  return [name, makeTensor('float32', shape, Array.from({ length: shape.reduce((count, size) => count * size) }, (_, i) => Math.sin(3 * i + at)))] as const;
}));

type Build = (b: GraphBuilder, probabilities: string, values: string) => string;

/** What is made of the softmax of x, weighted by the slope and added up. */
function sumOf(build: Build, axis = -1): { graph: Graph; of: string } {
  const b = new GraphBuilder();
  const [x, values, slope] = [...feeds].map(([name, { shape }]) => b.input(name, { type: 'float32', shape: ['N', ...shape.slice(1)] })) as [string, string, string];
  const result = build(b, b.softmax(x, axis), values);
  const of = b.output(b.reduceSum(b.mul(result, slope), [1, 2, 3]));
  return { graph: b.build(), of };
}

const attention: Build = (b, probabilities, values) => b.matMul(probabilities, values);

/** The widths of the rows that sums of the gradient run along. */
function widths({ graph: whole, of }: { graph: Graph; of: string }): unknown[] {
  const { graph } = differentiate(whole, { of, withRespectTo: 'x' });
  const types = inferTypes(graph);
  return graph.nodes.filter(({ operator }) => operator === 'ReduceSum').map(({ inputs }) => types.get(inputs[0]!)!.shape.at(-1)).slice(1);
}

describe('shortenRowSums', () => {
  it.each<[string, Build]>([
    ['of an attention', attention],
    ['of an attention whose probabilities another product reads that does not count', (b, probabilities, values) => {
      b.output(attention(b, probabilities, b.exp(values)));
      return attention(b, probabilities, values);
    }],
  ])('sums along a head %s, not along the tokens, and gives the same gradient', (_what, build) => {
    const { graph, of } = sumOf(build);
    expect(widths({ graph, of })).toEqual([width]);
    checkGradient(graph, { of, withRespectTo: 'x', feeds });
  });

  it('leaves other gradients of a softmax alone', () => {
    for (const [build, axis] of [
      [(b, probabilities, values) => b.matMul(b.transpose(probabilities, [0, 1, 3, 2]), values)],
      [(b, probabilities, values) => b.add(attention(b, probabilities, values), attention(b, b.mul(probabilities, probabilities), values))],
      [attention, 2],
    ] as [build: Build, axis?: number][]) {
      const { graph, of } = sumOf(build, axis);
      expect(widths({ graph, of })).toEqual([tokens]);
      checkGradient(graph, { of, withRespectTo: 'x', feeds });
    }
  });
});
