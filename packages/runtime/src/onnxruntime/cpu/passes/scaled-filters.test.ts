import { describe, expect, it } from 'vitest';
import { evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { scaleFilters } from './scaled-filters.ts';

const channels = 3;

describe('scaleFilters', () => {
  const factors = [2, -1, 0.5];
  const folded: Readonly<Record<string, (b: GraphBuilder, convolved: string, x: string) => string>> = {
    'behind a convolution': (b, convolved) => b.mul(convolved, b.floats([channels, 1, 1], factors)),
    'past a product with another image': (b, convolved, x) => b.mul(b.mul(x, convolved), b.floats([1, channels, 1, 1], factors)),
    'one behind another': (b, convolved, x) => b.mul(b.mul(b.mul(convolved, b.floats([channels, 1, 1], factors)), x), b.floats([channels, 1, 1], [3, 4, 5])),
  };
  for (const [where, make] of Object.entries(folded)) {
    it(`folds factors ${where} into the filters and the bias`, () => {
      const graph = built((b, convolved, x) => b.abs(make(b, convolved, x)));
      const scaled = scaleFilters(graph);
      expect(productsIn(scaled)).toBe(productsIn(graph) - (where === 'one behind another' ? 2 : 1));
      expect(valuesOf(scaled)).toEqual(valuesOf(graph));
    });
  }

  const left: Readonly<Record<string, (b: GraphBuilder, convolved: string, x: string) => string>> = {
    'of what something else reads too': (b, convolved) => b.add(convolved, b.mul(convolved, b.floats([channels, 1, 1], factors))),
    'that are an output': (b, convolved) => b.mul(convolved, b.floats([channels, 1, 1], factors)),
    'for places': (b, convolved) => b.abs(b.mul(convolved, b.floats([1, channels], factors))),
    'behind a sum': (b, convolved, x) => b.abs(b.mul(b.add(convolved, x), b.floats([channels, 1, 1], factors))),
  };
  for (const [which, make] of Object.entries(left)) {
    it(`leaves factors ${which}`, () => {
      const graph = built(make);
      expect(scaleFilters(graph)).toBe(graph);
    });
  }

  it('does not touch the filters of another convolution with the same weights', () => {
    const b = new GraphBuilder();
    const [x, weights] = [b.input('x', { type: 'float32', shape: ['N', channels, 2, channels] }), b.constant(noise([channels, channels, 1, 1]))];
    b.output(b.add(b.mul(b.conv(x, weights), b.floats([channels, 1, 1], factors)), b.conv(x, weights)));
    const graph = b.build();
    expect(productsIn(scaleFilters(graph))).toBe(0);
    expect(valuesOf(scaleFilters(graph))).toEqual(valuesOf(graph));
  });
});

function built(make: (b: GraphBuilder, convolved: string, x: string) => string): Graph {
  const b = new GraphBuilder();
  const x = b.input('x', { type: 'float32', shape: ['N', channels, 2, channels] });
  b.output(make(b, b.conv(x, b.constant(noise([channels, channels, 1, 1])), { bias: b.floats([channels], [8, 16, 32]) }), x));
  return b.build();
}

function productsIn({ nodes }: Graph): number {
  return nodes.filter(({ operator }) => operator === 'Mul').length;
}

/** Exact, as all numbers are small whole ones. */
function valuesOf(graph: Graph): unknown {
  return evaluate(graph, new Map([['x', noise([2, channels, 2, channels])]]));
}

function noise(shape: readonly number[]): Tensor {
  return makeTensor('float32', shape, Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => (i * 7) % 11 - 5));
}
