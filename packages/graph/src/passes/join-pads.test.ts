import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../builder.ts';
import { differentiate } from '../differentiate.ts';
import { evaluate } from '../evaluate.ts';
import { joinPads } from './join-pads.ts';
import { makeTensor } from '../tensor.ts';

describe('joinPads', () => {
  it('makes the gradient of a value that is taken apart a Concat', () => {
    const b = new GraphBuilder();
    const x = b.exp(b.input('x', { type: 'float32', shape: ['N', 6] }));
    const part = (start: number): string => b.slice(x, { starts: [start], ends: [start + 2], axes: [1] });
    const of = b.output(b.reduceSum(b.mul(b.mul(part(0), part(2)), part(4)), [1]));
    const { graph, gradient } = differentiate(b.build(), { of, withRespectTo: 'x' });
    expect(graph.nodes.filter(({ operator }) => operator === 'Concat')).toHaveLength(1);
    expect(graph.nodes.some(({ operator }) => operator === 'Pad')).toBe(false);
    const values = [0.1, -0.2, 0.3, 0.4, -0.5, 0.6];
    const slopes = evaluate(graph, new Map([['x', makeTensor('float32', [1, 6], values)]])).get(gradient)!.data;
    // Σᵢ exp(xᵢ + xᵢ₊₂ + xᵢ₊₄) has this product as its slope along each of the three.
    values.forEach((_, i) => expect(Number(slopes[i])).toBeCloseTo(Math.exp([0, 2, 4].reduce((sum, at) => sum + values[(i + at) % 6]!, 0)), 6));
  });

  it('keeps the values of sums with other terms, and of parts in any order', () => {
    const { graph, feeds } = sum((b, [first, second, third]) => b.add(b.add(padded(b, second!, 2, 2), b.input('y', { type: 'float32', shape: ['N', 6] })), b.add(padded(b, third!, 4, 0), padded(b, first!, 0, 4))));
    const joined = joinPads(graph);
    expect(joined.nodes.map(({ operator }) => operator).sort()).toEqual(['Add', 'Concat']);
    expect(evaluate(joined, feeds).get(graph.outputs[0]!)).toEqual(evaluate(graph, feeds).get(graph.outputs[0]!));
  });

  it('leaves parts alone that overlap, leave a gap, or are padded with something else or read elsewhere', () => {
    for (const build of [
      (b: GraphBuilder, [first, second]: readonly string[]) => b.add(padded(b, first!, 0, 4), padded(b, second!, 1, 3)),
      (b: GraphBuilder, [first, second]: readonly string[]) => b.add(padded(b, first!, 0, 4), padded(b, second!, 4, 0)),
      (b: GraphBuilder, [first, second]: readonly string[]) => b.add(b.pad(first!, [0, 0, 0, 2], { value: 1 }), padded(b, second!, 2, 0)),
      (b: GraphBuilder, [first, second]: readonly string[]) => {
        const shared = b.output(padded(b, first!, 0, 2));
        return b.add(shared, padded(b, second!, 2, 0));
      },
    ]) {
      const { graph } = sum(build);
      expect(joinPads(graph)).toEqual(graph);
    }
  });
});

function padded(b: GraphBuilder, value: string, before: number, after: number): string {
  return b.pad(value, [0, before, 0, after]);
}

function sum(build: (b: GraphBuilder, parts: readonly string[]) => string) {
  const b = new GraphBuilder();
  b.output(build(b, ['a', 'b', 'c'].map((name) => b.input(name, { type: 'float32', shape: ['N', 2] }))));
  const graph = b.build();
  const feeds = new Map(graph.inputs.map(({ name, shape }, i) => [name, makeTensor('float32', [1, Number(shape[1])], Array.from({ length: Number(shape[1]) }, (_, j) => 10 * i + j))]));
  return { graph, feeds };
}
