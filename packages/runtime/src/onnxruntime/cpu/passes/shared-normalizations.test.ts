import { describe, expect, it } from 'vitest';
import { differentiate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { shareNormalizations } from './shared-normalizations.ts';
import { expectSameValues } from './testing/graphs.ts';

const matrix = [1, -2, 3, 4, 5, -6, 7, 8, -9, 10, 11, 12];
const scale = [2, -0.5, 1.5, 3];
const bias = [0.1, 0.2, -0.3, 0.4];
const tokens = makeTensor('float32', [2, 4, 4], Array.from({ length: 32 }, (_, i) => Math.sin(1.7 * i)));

describe('shareNormalizations', () => {
  for (const [what, build] of [
    ['a product', (b, n) => b.matMul(n, b.floats([4, 3], matrix))],
    ['a product and its bias', (b, n) => b.add(b.floats([3], [7, 8, 9]), b.matMul(n, b.floats([4, 3], matrix)))],
    ['several products', (b, n) => b.add(b.matMul(n, b.floats([4, 3], matrix)), b.mul(b.matMul(n, b.floats([4, 3], matrix.toReversed())), 2))],
  ] as [string, (b: GraphBuilder, n: string) => string][]) {
    it(`computes one normalization for ${what} and the gradient`, () => {
      const graph = gradientOf((b, x) => build(b, b.op('LayerNormalization', [x, b.floats([4], scale), b.floats([4], bias)])));
      const shared = shareNormalizations(graph);
      expect(graph.nodes.filter(({ operator }) => operator === 'LayerNormalization')).toHaveLength(2);
      expect(shared.nodes.filter(({ operator }) => operator === 'LayerNormalization').map(({ outputs }) => outputs.length)).toEqual([3]);
      expectSameValues(shared, graph, tokens, 5);
    });
  }

  it('lets anything read a normalization whose scale and bias do nothing', () => {
    const graph = gradientOf((b, x) => b.exp(b.op('LayerNormalization', [x, b.floats([4], [1, 1, 1, 1]), b.floats([4], [0, 0, 0, 0])])));
    const shared = shareNormalizations(graph);
    expect(shared.nodes.filter(({ operator }) => operator === 'LayerNormalization')).toHaveLength(1);
    expectSameValues(shared, graph, tokens, 5);
  });

  it('keeps one that is read by other than products, is an output, has another ε, or is not differentiated', () => {
    const twice = (b: GraphBuilder, x: string): string => b.op('LayerNormalization', [x, b.floats([4], scale)]);
    for (const graph of [
      gradientOf((b, x) => b.exp(twice(b, x))),
      gradientOf((b, x) => b.exp(b.output(b.op('LayerNormalization', [x, b.floats([4], [1, 1, 1, 1])])))),
      gradientOf((b, x) => b.matMul(b.output(twice(b, x)), b.floats([4, 3], matrix))),
      gradientOf((b, x) => b.matMul(b.op('LayerNormalization', [x, b.floats([4, 1], scale)], { axis: -2 }), b.floats([4, 3], matrix))),
    ]) {
      expect(shareNormalizations(graph).nodes).toEqual(graph.nodes);
    }
    const { b, x } = started();
    b.output(b.matMul(twice(b, x), b.floats([4, 3], matrix)));
    expect(shareNormalizations(b.build())).toEqual(b.build());
    b.output(b.append('LayerNormalization', [x, b.floats([4], [1, 1, 1, 1])], { epsilon: 0.1 }, { outputs: 3 })[2]!);
    b.output(b.append('LayerNormalization', [x, b.floats([4], scale)], {}, { outputs: 3 })[1]!);
    expect(shareNormalizations(b.build()).nodes).toEqual(b.build().nodes);
  });
});

function started(): { b: GraphBuilder; x: string } {
  const b = new GraphBuilder();
  return { b, x: b.input('x', { type: 'float32', shape: ['N', 4, 4] }) };
}

function gradientOf(build: (b: GraphBuilder, x: string) => string): Graph {
  const { b, x } = started();
  const sum = b.output(b.reduceL2(build(b, x), [1, 2]));
  return differentiate(b.build(), { of: sum, withRespectTo: 'x' }).graph;
}
