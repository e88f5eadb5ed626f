import { evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { onnxRuntimeCpu } from './cpu.ts';
import { resizesOnCards, resizesToTheSameSize } from './resizes.ts';
import { rewrite } from './rewrite.ts';

const coordinates = ['half_pixel', 'half_pixel_symmetric', 'pytorch_half_pixel', 'align_corners', 'asymmetric'] as const;
const roundings = ['floor', 'ceil', 'round_prefer_floor', 'round_prefer_ceil'] as const;
const lengths = [3, 7, 8, 10, 14, 16, 30];
const factors = [0.3, 0.5, 0.6, 0.7, 0.75, 0.9, 1.1, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.2, 2.4, 2.5, 2.7, 3, 3.3, 5];
const sizes = Array.from({ length: 40 }, (_, i) => i + 1);

/** All lengths by all factors and to all sizes. */
function resizes(attributes: { readonly coordinate_transformation_mode: string; readonly nearest_mode: string }): { readonly graph: Graph; readonly feeds: Readonly<Record<string, Tensor>> } {
  const b = new GraphBuilder({ name: 'resizes' });
  for (const length of lengths) {
    const x = b.input(`${length} entries`, { type: 'float32', shape: [1, 1, length, 1] });
    for (const factor of factors.filter((one) => one * length >= 1)) b.output(b.op('Resize', [x, '', b.floats([1], [factor])], { ...attributes, axes: [2] }));
    for (const size of sizes) b.output(b.op('Resize', [x, '', '', b.integers([size])], { ...attributes, axes: [2] }));
  }
  const numbered = lengths.map((length) => [`${length} entries`, makeTensor('float32', [1, 1, length, 1], Array.from({ length }, (_, i) => i))] as const);
  return { graph: b.build(), feeds: Object.fromEntries(numbered) };
}

describe('nearest resizing on ONNX Runtime’s processor', () => {
  for (const coordinate_transformation_mode of coordinates) {
    for (const nearest_mode of roundings) {
      it(`takes the entries to which the gradient goes, by ${coordinate_transformation_mode} and ${nearest_mode}`, async () => {
        const { graph, feeds } = resizes({ coordinate_transformation_mode, nearest_mode });
        const device = await onnxRuntimeCpu.connect({});
        const executable = await device.open(graph);
        const results = await executable.run(feeds);
        await executable.close();
        const taken = (tensor: Tensor | undefined): string => Array.from(tensor!.data, Number).join();
        const expected = evaluate(graph, new Map(Object.entries(feeds)));
        expect(graph.outputs.filter((output) => taken(results[output]) !== taken(expected.get(output)))).toEqual([]);
      });
    }
  }
});

function resize(factors: readonly [number, number], attributes: Readonly<Record<string, string>>): Graph {
  const b = new GraphBuilder();
  b.output(b.op('Resize', [b.input('x', { type: 'float32', shape: ['N', 2, 5, 6] }), '', b.floats([4], [1, 1, ...factors])], attributes));
  return b.build();
}

const floor = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };

describe('a Resize for ONNX Runtime', () => {
  const made = (graph: Graph, rule: typeof resizesOnCards): readonly string[] => rewrite(graph, { Resize: rule }).nodes.map(({ operator }) => operator);

  it('is written out where its factors change no size', () => {
    expect(made(resize([1.1, 1.15], floor), resizesToTheSameSize)).toEqual(['Gather', 'Gather']);
    expect(made(resize([1.1, 1], { mode: 'linear' }), resizesToTheSameSize)).toEqual(['Transpose', 'MatMul', 'Transpose']);
    expect(made(resize([1.1, 2], floor), resizesToTheSameSize)).toEqual(['Resize']);
  });

  it('is written out for cards where an entry lies on the border between two, unless the factor is a power of two', () => {
    expect(made(resize([1.7, 1], floor), resizesOnCards)).toEqual(['Resize']);
    expect(made(resize([2, 4], floor), resizesOnCards)).toEqual(['Resize']);
    expect(made(resize([2, 3], floor), resizesOnCards)).toEqual(['Gather', 'Gather']);
    expect(made(resize([1.5, 1.5], { mode: 'linear' }), resizesOnCards)).toEqual(['Resize']);
  });

  it('computes the same written out', () => {
    for (const graph of [resize([1.1, 1.15], { mode: 'linear' }), resize([3, 1.5], floor)]) {
      const x = makeTensor('float32', [2, 2, 5, 6], Array.from({ length: 120 }, (_, i) => Math.sin(i)));
      const [before, after] = [graph, rewrite(graph, { Resize: resizesOnCards })].map((one) => Array.from(evaluate(one, new Map([['x', x]])).get(graph.outputs[0]!)!.data, Number));
      expect(after).toHaveLength(before!.length);
      after!.forEach((value, i) => expect(value).toBeCloseTo(before![i]!, 6));
    }
  });
});

it('a Resize whose sizes are known only when the graph runs is left to ONNX Runtime', async () => {
  const b = new GraphBuilder({ name: 'sizes of the batch' });
  const x = b.input('x', { type: 'float32', shape: ['N', 1, 3, 2] });
  b.output(b.op('Resize', [x, '', '', b.concat([b.slice(b.shape(x), { starts: [0], ends: [1], axes: [0] }), b.integers([1, 6, 4])], 0)], { mode: 'linear' }));
  const graph = b.build();
  const feeds = { x: makeTensor('float32', [2, 1, 3, 2], Array.from({ length: 12 }, (_, i) => i)) };
  const executable = await (await onnxRuntimeCpu.connect({})).open(graph);
  const results = await executable.run(feeds);
  await executable.close();
  const [output] = graph.outputs;
  const expected = Array.from(evaluate(graph, new Map(Object.entries(feeds))).get(output!)!.data, Number);
  expect(Array.from(results[output!]!.data, Number)).toEqual(expected.map(Math.fround));
});
