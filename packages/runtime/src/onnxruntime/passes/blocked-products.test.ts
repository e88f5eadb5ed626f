import { describe, expect, it } from 'vitest';
import { evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { blockProducts } from './blocked-products.ts';

const [channels, size] = [16, 4];

/** A convolution's result times another value, made of the input by `other`. */
function product(other: (b: GraphBuilder, x: string) => string, count = channels): Graph {
  const b = new GraphBuilder();
  const x = b.input('x', { type: 'float32', shape: ['N', count, size, size] });
  const mask = b.relu(b.conv(x, b.floats([count, 1, 1, 1], Array.from({ length: count }, (_, i) => i - 3)), { group: count }));
  b.output(b.mul(mask, other(b, x)));
  return b.build();
}

const convolutions = ({ nodes }: Graph): number => nodes.filter(({ operator }) => operator === 'Conv').length;

/** A value that is not in the blocked layout. */
const outside = (b: GraphBuilder, x: string): string => b.reshape(b.neg(x), [0, 0, 0, 0]);

describe('blockProducts', () => {
  it('brings the factor of a convolution’s result into its layout, and changes no value', () => {
    const graph = product(outside);
    const blocked = blockProducts(graph);
    expect(convolutions(blocked)).toBe(2);
    const feeds = new Map([['x', makeTensor('float32', [2, channels, size, size], Array.from({ length: 2 * channels * size ** 2 }, (_, i) => Math.sin(i)))]]);
    // A convolution adds to 0, which makes 0 of −0.
    const [before, after] = [graph, blocked].map((one) => Array.from(evaluate(one, feeds).get(one.outputs[0]!)!.data as Float64Array, (value) => value + 0));
    expect(after).toEqual(before);
  });

  it('does so once for a chain of residual connections', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N', channels, size, size] });
    const conv = (value: string): string => b.conv(value, b.floats([channels, channels, 1, 1], Array.from({ length: channels ** 2 }, Math.sin)));
    const mask = conv(x);
    let gradient = b.mul(mask, outside(b, x));
    for (let block = 0; block < 3; block++) gradient = b.mul(mask, b.add(conv(gradient), gradient));
    b.output(gradient);
    expect(convolutions(blockProducts(b.build())) - convolutions(b.build())).toBe(1);
  });

  const others: Readonly<Record<string, Graph>> = {
    'with a factor that is in the layout': product((b, x) => b.relu(b.conv(x, b.floats([channels, channels, 1, 1], new Array<number>(channels ** 2).fill(1))))),
    'with a factor for each channel': product((b) => b.floats([channels, 1, 1], Array.from({ length: channels }, Math.cos))),
    'of channels that do not fit into blocks': product(outside, 12),
  };
  for (const [what, graph] of Object.entries(others)) {
    it(`leaves a product ${what} alone`, () => {
      expect(convolutions(blockProducts(graph))).toBe(convolutions(graph));
    });
  }
});
