import { evaluate, GraphBuilder, makeTensor, toDoubles } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { expect, it } from 'vitest';
import { withFloatPixels } from './float-pixels.ts';

const bytes = Uint8Array.from({ length: 2 * 2 * 3 * 3 }, (_, i) => (i * 37) % 256);
const shape = [2, 2, 3, 3];

/** A network of bytes [N, 2, 3, 3] (H, W, C). */
function network(build: (b: GraphBuilder, x: string) => string): Graph {
  const b = new GraphBuilder();
  b.output(build(b, b.input('x', { type: 'uint8', shape: ['N', 2, 3, 3] })));
  return b.build();
}

it.each<[string, (b: GraphBuilder, x: string) => string]>([
  ['a cast', (b, x) => b.div(b.cast(x, 'float32'), 255)],
  ['axes exchanged, a part cut out, another shape, and casts by way of int32', (b, x) => b.mul(b.cast(b.cast(b.reshape(b.slice(b.transpose(x, [0, 3, 1, 2]), { starts: [1], ends: [3], axes: [1] }), [0, -1]), 'int32'), 'float32'), 2)],
  ['channels turned round', (b, x) => b.cast(b.concat([b.gather(x, [2], 3), b.gather(x, [1], 3), b.gather(x, [0], 3)], 3), 'float32')],
])('floats go the way of bytes: %s', (_name, build) => {
  const graph = network(build);
  const floats = withFloatPixels(graph, 'x');
  expect(floats.inputs).toEqual([{ name: 'x', type: 'float32', shape: ['N', 2, 3, 3] }]);
  const [output] = graph.outputs as [string];
  const run = (of: Graph, type: 'uint8' | 'float32') => [...toDoubles(evaluate(of, new Map([['x', makeTensor(type, shape, [...bytes])]]), [output]).get(output)!)];
  expect(run(floats, 'float32')).toEqual(run(graph, 'uint8'));
});

it('refuses arithmetic with bytes, which has no gradient, and names it', () => {
  const graph = network((b, x) => b.cast(b.append('Sub', [x, b.constant(makeTensor('uint8', [], [7]))], {}, { name: 'darker' })[0]!, 'float32'));
  expect(() => withFloatPixels(graph, 'x')).toThrow(expect.objectContaining({ code: 'graph.whole_number_arithmetic', message: expect.stringContaining('Sub "darker"') }));
});
