import { describe, expect, it } from 'vitest';
import { makeTensor } from '@lookalike/graph';
import type { GraphBuilder } from '@lookalike/graph';
import { centreProducts } from './centred-products.ts';
import { expectSameValues, ofTokens, operatorsOf } from './testing/graphs.ts';

const matrix = [1, -2, 3, 4, 5, -6];

describe('centreProducts', () => {
  for (const [what, build, left] of [
    ['of a product', (b, x) => b.matMul(x, b.floats([2, 3], matrix)), ['MatMul']],
    ['of a product with factors', (b, x) => b.mul(b.mul(b.matMul(x, b.floats([2, 3], matrix)), 2), b.floats([3], [1, -1, 0.5])), ['MatMul']],
    ['of a sum', (b, x) => b.mul(b.add(b.matMul(x, b.floats([2, 3], matrix)), b.mul(b.matMul(b.exp(x), b.floats([2, 3], matrix)), 3)), b.floats([3], [2, 3, 4])), ['Exp', 'MatMul', 'MatMul', 'Add']],
  ] as [string, (b: GraphBuilder, x: string) => string, string[]][]) {
    it(`takes the mean of each row ${what} from constant matrices`, () => {
      const graph = ofTokens((b, x) => {
        const value = build(b, x);
        return b.sub(value, b.reduceMean(value, [2], true));
      });
      const centred = centreProducts(graph);
      expect(operatorsOf(centred).toSorted()).toEqual(left.toSorted());
      expectSameValues(centred, graph, makeTensor('float32', [3, 4, 2], Array.from({ length: 24 }, (_, i) => Math.sin(1.7 * i))), 4);
    });
  }

  it('keeps what is read otherwise, other means, and what is not made of products with constants', () => {
    const product = (b: GraphBuilder, x: string): string => b.matMul(x, b.floats([2, 3], matrix));
    for (const build of [
      (b: GraphBuilder, x: string) => {
        const value = product(b, x);
        return b.mul(value, b.sub(value, b.reduceMean(value, [2], true)));
      },
      (b: GraphBuilder, x: string) => {
        const value = product(b, x);
        const mean = b.reduceMean(value, [2], true);
        return b.mul(mean, b.sub(value, mean));
      },
      (b: GraphBuilder, x: string) => {
        const value = product(b, x);
        return b.sub(b.reduceMean(value, [2], true), value);
      },
      (b: GraphBuilder, x: string) => {
        const value = product(b, x);
        return b.sub(value, b.reduceMean(value, [1], true));
      },
      (b: GraphBuilder, x: string) => {
        const value = b.add(product(b, x), b.floats([3], [1, 2, 3]));
        return b.sub(value, b.reduceMean(value, [2], true));
      },
      (b: GraphBuilder, x: string) => {
        const value = b.output(product(b, x));
        return b.sub(value, b.reduceMean(value, [2], true));
      },
      (b: GraphBuilder, x: string) => {
        const value = b.mul(product(b, x), b.floats([4, 1], [1, 2, 3, 4]));
        return b.sub(value, b.reduceMean(value, [2], true));
      },
    ]) {
      const graph = ofTokens(build);
      expect(centreProducts(graph).nodes).toEqual(graph.nodes);
    }
  });
});
