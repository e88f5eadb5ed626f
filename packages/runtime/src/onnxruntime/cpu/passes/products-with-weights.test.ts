import { describe, expect, it } from 'vitest';
import { evaluate, makeTensor } from '@lookalike/graph';
import type { Graph, GraphBuilder } from '@lookalike/graph';
import { addInProducts, scaleProducts } from './products-with-weights.ts';
import { ofTokens, operatorsOf } from './testing/graphs.ts';

const matrix = [1, 2, 3, 4, 5, 6];

const folded = (graph: Graph): Graph => addInProducts(scaleProducts(graph));

describe('scaleProducts and addInProducts', () => {
  it('puts factors before and after a product into its matrix, and the sum after it into a Gemm', () => {
    const graph = ofTokens((b, x) => b.add(b.mul(b.matMul(b.mul(x, 2), b.floats([2, 3], matrix)), b.floats([3], [1, -1, 0.5])), b.floats([3], [7, 8, 9])));
    expect(operatorsOf(folded(graph))).toEqual(['Reshape', 'Gemm', 'Reshape']);
    expect(valuesOf(folded(graph))).toEqual(valuesOf(graph));
  });

  it('puts factors that come after the bias into the matrix and the bias', () => {
    for (const factor of [[0.25], [2, 4, -0.5]]) {
      const graph = ofTokens((b, x) => b.abs(b.mul(b.add(b.floats([3], [7, 8, 9]), b.matMul(x, b.floats([2, 3], matrix))), b.floats([factor.length], factor))));
      expect(operatorsOf(folded(graph))).toEqual(['Reshape', 'Gemm', 'Reshape', 'Abs']);
      expect(valuesOf(folded(graph))).toEqual(valuesOf(graph));
    }
  });

  it('keeps a factor after the bias that is not constant or not of columns, and a sum that is read twice', () => {
    for (const build of [
      (b: GraphBuilder, sum: string) => b.mul(sum, b.floats([4, 1], [1, 2, 3, 4])),
      (b: GraphBuilder, sum: string) => b.mul(sum, b.reduceSum(sum)),
      (b: GraphBuilder, sum: string) => b.add(b.mul(sum, 2), sum),
    ]) {
      const graph = ofTokens((b, x) => build(b, b.add(b.matMul(x, b.floats([2, 3], matrix)), b.floats([3], [7, 8, 9]))));
      expect(operatorsOf(folded(graph)).slice(3)).toEqual(operatorsOf(graph).slice(2));
      expect(valuesOf(folded(graph))).toEqual(valuesOf(graph));
    }
  });

  it('keeps a factor of which something else is made, and one that is an output', () => {
    for (const build of [
      (b: GraphBuilder, x: string) => {
        const scaled = b.mul(x, 2);
        return b.matMul(b.add(scaled, b.matMul(scaled, b.floats([2, 2], [1, 2, 3, 4]))), b.floats([2, 3], matrix));
      },
      (b: GraphBuilder, x: string) => b.mul(b.output(b.matMul(b.output(b.mul(x, 2)), b.floats([2, 3], matrix))), 3),
    ]) {
      const graph = ofTokens(build);
      expect(operatorsOf(folded(graph))).toEqual(operatorsOf(graph));
      expect(valuesOf(folded(graph))).toEqual(valuesOf(graph));
    }
  });

  it('keeps factors of rows, other broadcasts, and sums that are no bias', () => {
    for (const build of [
      (b: GraphBuilder, x: string) => b.matMul(b.mul(x, b.floats([2], [2, 3])), b.floats([2, 3], matrix)),
      (b: GraphBuilder, x: string) => b.mul(b.matMul(x, b.floats([2, 3], matrix)), b.floats([4, 1], [1, 2, 3, 4])),
      (b: GraphBuilder, x: string) => b.mul(b.matMul(x, b.floats([2, 1], [1, 2])), b.floats([3], [1, 2, 3])),
      (b: GraphBuilder, x: string) => b.add(b.matMul(x, b.floats([2, 3], matrix)), b.floats([4, 3], [...matrix, ...matrix])),
    ]) {
      const graph = ofTokens(build);
      expect(folded(graph).nodes).toEqual(graph.nodes);
    }
  });
});

function valuesOf(graph: Graph): unknown {
  return evaluate(graph, new Map([['x', makeTensor('float32', [3, 4, 2], Array.from({ length: 24 }, (_, i) => i - 10))]]));
}
