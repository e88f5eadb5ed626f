import { describe, expect, it } from 'vitest';
import { evaluate, GraphBuilder, writeOnnx } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { noise } from '../../../testing/noise.ts';
import { cpuSessionOptions } from '../../cpu-session-options.ts';
import { loadOnnxRuntime } from '../../library.ts';
import { openSession } from '../../session.ts';
import { ortGraphOf } from '../../ort-graph.ts';
import { transposeInProducts } from './transposed-products.ts';

const swapped = [0, 1, 3, 2];

describe('transposeInProducts', () => {
  it('reads operands transposed, in ONNX Runtime as in double precision', async () => {
    const { ort } = await loadOnnxRuntime();
    const b = new GraphBuilder();
    const [x, y] = ['x', 'y'].map((name) => b.input(name, { type: 'float32', shape: ['N', 2, 5, 3] })) as [string, string];
    b.output(b.matMul(x, b.transpose(y, swapped)));
    b.output(b.matMul(b.transpose(x, swapped), y));
    b.output(b.matMul(b.transpose(b.matMul(x, b.transpose(y, swapped)), swapped), b.transpose(b.transpose(x, swapped), swapped)));
    b.output(b.matMul(b.transpose(x, swapped), b.floats([5, 4], Array.from({ length: 20 }, (_, i) => i))));
    const graph = b.build();
    const fused = transposeInProducts(ortGraphOf(graph));
    expect(fused.nodes.map(({ operator }) => operator)).not.toContain('MatMul');
    expect(fused.nodes.filter(({ operator }) => operator === 'Transpose')).toHaveLength(1);
    const feeds = { x: noise([2, 2, 5, 3]), y: noise([2, 2, 5, 3], { seed: 1 }) };
    const expected = evaluate(graph, new Map(Object.entries(feeds)));
    const session = await openSession(ort, writeOnnx(fused), cpuSessionOptions(1));
    const results = await session.run(feeds);
    await session.close();
    for (const [name, { data }] of expected) data.forEach((value, i) => expect(Number(results[name]!.data[i])).toBeCloseTo(Number(value), 5));
  });

  it('keeps products of other Transposes, of matrices, and of what is only reshaped', () => {
    for (const build of [
      (b, x) => b.matMul(x, b.transpose(x, [0, 3, 1, 2])),
      (b, x) => b.matMul(b.transpose(x, [1, 0, 2, 3]), x),
      (b, x) => b.matMul(b.reshape(x, [-1, 4]), b.transpose(b.reshape(x, [-1, 4]), [1, 0])),
    ] as ((b: GraphBuilder, x: string) => string)[]) {
      const b = new GraphBuilder();
      b.output(build(b, b.input('x', { type: 'float32', shape: [4, 4, 4, 4] })));
      const graph: Graph = b.build();
      expect(transposeInProducts(ortGraphOf(graph)).nodes).toEqual(graph.nodes);
    }
  });
});
