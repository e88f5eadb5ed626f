import { GraphBuilder, evaluate, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { recognizeReshapes } from './recognize-reshapes.ts';

/** Takes apart [N, 3] by 3n + c + offset, as exporters write as_strided. */
function strided({ rowStride = 3, offset = 0 } = {}): Graph {
  const b = new GraphBuilder();
  const x = b.input('x', { type: 'float32', shape: ['N', 3] });
  const batch = b.op('Reshape', [b.op('Shape', [x], { start: 0, end: 1 }), b.constant(makeTensor('int64', [0], []))]);
  const rows = b.op('Mul', [b.op('Range', [b.scalar(0, 'int64'), batch, b.scalar(1, 'int64')]), b.scalar(rowStride, 'int64')]);
  const indices = b.op('Add', [b.unsqueeze(rows, [1]), b.integers([0, 1, 2].map((column) => column + offset))]);
  b.output(b.op('Gather', [b.reshape(x, [-1]), indices]));
  return b.build();
}

describe('a Gather that takes every entry in order', () => {
  it('becomes a Reshape', () => {
    const graph = strided();
    const written = recognizeReshapes(graph);
    expect(written.nodes.map(({ operator }) => operator)).toEqual(['Reshape', 'Reshape']);
    const feeds = new Map([['x', makeTensor('float32', [4, 3], Array.from({ length: 12 }, (_, i) => i * i))]]);
    expect(evaluate(written, feeds)).toEqual(evaluate(graph, feeds));
  });

  it('stays when it takes others, or indices that are computed from the image', () => {
    for (const graph of [strided({ rowStride: 2 }), strided({ offset: -1 })]) expect(recognizeReshapes(graph)).toEqual(graph);
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N'] });
    b.output(b.op('Gather', [x, b.cast(x, 'int64')]));
    expect(recognizeReshapes(b.build())).toEqual(b.build());
  });
});
