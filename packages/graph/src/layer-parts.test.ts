import { describe, expect, it } from 'vitest';
import { GraphBuilder } from './builder.ts';
import { evaluate } from './evaluate.ts';
import type { Graph } from './graph.ts';
import { partsIn, withPart } from './layer-parts.ts';
import { makeTensor, toDoubles } from './tensor.ts';

const tokens = 5;
const width = 3;

/** Tokens [N, 4, 3] with a class token before them that follows the batch, normalised. */
function transformer({ classTokens = 1 }: { readonly classTokens?: number } = {}): Graph {
  const b = new GraphBuilder();
  const x = b.input('patches', { type: 'float32', shape: ['N', tokens - classTokens, width] });
  const start = b.floats([1, 1, width], [7, 8, 9]);
  const batch = b.slice(b.shape(x), { starts: [0], ends: [1], axes: [0] });
  const extra = Array.from({ length: classTokens }, () => b.op('Expand', [start, b.concat([batch, b.integers([1, width])], 0)]));
  const all = b.append('Concat', [...extra, x], { axis: 1 }, { outputs: ['tokens'] })[0]!;
  b.output(b.op('LayerNormalization', [b.append('Neg', [all], {}, { outputs: ['negated'] })[0]!, b.floats([width], [1, 1, 1])], { axis: -1 }));
  return b.build();
}

function value(graph: Graph, wanted: string): number[] {
  const feeds = new Map(graph.inputs.map(({ name, shape }) => {
    const sizes = shape.map((size) => (size === 'N' ? 2 : Number(size)));
    return [name, makeTensor('float32', sizes, Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, (_, i) => i))];
  }));
  return [...toDoubles(evaluate(graph, feeds, [wanted]).get(wanted)!)];
}

function part(graph: Graph, layer: string, which: Parameters<typeof withPart>[2]): number[] {
  const taken = withPart(graph, layer, which);
  expect(taken.graph.outputs).toEqual(graph.outputs);
  return value(taken.graph, taken.layer);
}

describe('the parts of a layer of tokens', () => {
  it('are its class token and the mean of the image’s tokens', () => {
    const graph = transformer();
    expect(partsIn(graph)('negated')).toEqual(['all', 'class-token', 'token-mean']);
    expect(part(graph, 'negated', 'class-token')).toEqual([-7, -8, -9, -7, -8, -9]);
    expect(part(graph, 'negated', 'token-mean')).toEqual([-4.5, -5.5, -6.5, -16.5, -17.5, -18.5]);
    expect(withPart(graph, 'negated', 'all')).toEqual({ graph, layer: 'negated' });
  });

  it('leave every token out of the mean that is not of the image', () => {
    expect(part(transformer({ classTokens: 2 }), 'tokens', 'token-mean')).toEqual([3, 4, 5, 12, 13, 14]);
  });

  it('have no class token where none was put before them', () => {
    const graph = transformer({ classTokens: 0 });
    expect(partsIn(graph)('tokens')).toEqual(['all', 'token-mean']);
    expect(() => withPart(graph, 'tokens', 'class-token')).toThrow(expect.objectContaining({ code: 'graph.unknown_part', message: expect.stringMatching(/has: all, token-mean/) as string }) as Error);
  });
});

describe('the parts of a map', () => {
  it('are the mean over its places, whichever axis the channels are', () => {
    const first = new GraphBuilder();
    const image = first.input('image', { type: 'float32', shape: ['N', 2, 2, 3] });
    first.output(first.conv(first.append('Relu', [image], {}, { outputs: ['map'] })[0]!, first.floats([1, 2, 1, 1], [1, 1])));
    expect(partsIn(first.build())('map')).toEqual(['all', 'spatial-mean']);
    expect(part(first.build(), 'map', 'spatial-mean')).toEqual([2.5, 8.5, 14.5, 20.5]);

    const last = new GraphBuilder();
    const map = last.append('Relu', [last.input('image', { type: 'float32', shape: ['N', 2, 2, 3] })], {}, { outputs: ['map'] })[0]!;
    last.output(last.matMul(last.neg(map), last.floats([3, 1], [1, 1, 1])));
    expect(part(last.build(), 'map', 'spatial-mean')).toEqual([4.5, 5.5, 6.5, 16.5, 17.5, 18.5]);
  });

  it('of vectors there is only the whole', () => {
    const b = new GraphBuilder();
    const x = b.append('Relu', [b.input('x', { type: 'float32', shape: ['N', 4] })], {}, { outputs: ['features'] })[0]!;
    b.output(x);
    expect(partsIn(b.build())('features')).toEqual(['all']);
  });

  it('flattened to [N, C, places] are told from tokens by what reads them', () => {
    const b = new GraphBuilder();
    const map = b.append('Relu', [b.input('x', { type: 'float32', shape: ['N', 2, 3] })], {}, { outputs: ['map'] })[0]!;
    b.output(b.conv(map, b.floats([1, 2, 1], [1, 1])));
    expect(partsIn(b.build())('map')).toEqual(['all', 'spatial-mean']);
    expect(part(b.build(), 'map', 'spatial-mean')).toEqual([1, 4, 7, 10]);
  });
});
