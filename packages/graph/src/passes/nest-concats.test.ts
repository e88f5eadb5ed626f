import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../builder.ts';
import { differentiate } from '../differentiate.ts';
import { evaluate } from '../evaluate.ts';
import { nestConcats } from './nest-concats.ts';
import { makeTensor } from '../tensor.ts';

describe('nestConcats', () => {
  it('makes each Concat of a dense block of the one before and the newest layer', () => {
    const concats = nestConcats(denseBlock(4)).nodes.filter(({ operator }) => operator === 'Concat');
    expect(concats.map(({ inputs }) => inputs.length)).toEqual([2, 2, 2]);
    expect(concats[2]!.inputs[0]).toBe(concats[1]!.outputs[0]);
  });

  it('keeps the values and the gradient', () => {
    const image = makeTensor('float32', [2, 3, 2], Array.from({ length: 12 }, (_, i) => Math.sin(i)));
    const [plain, nested] = [denseBlock(4), nestConcats(denseBlock(4))].map((graph) => {
      const { graph: whole, gradient } = differentiate(graph, { of: graph.outputs[0]!, withRespectTo: 'image' });
      return evaluate(whole, new Map([['image', image]])).get(gradient)!.data;
    });
    nested!.forEach((value, i) => expect(Number(value)).toBeCloseTo(Number(plain![i]), 6));
  });

  it('leaves Concats of other axes, other orders and other starts alone', () => {
    const b = new GraphBuilder();
    const [x, y, z] = ['x', 'y', 'z'].map((name) => b.input(name, { type: 'float32', shape: ['N', 2, 2] })) as [string, string, string];
    for (const [values, axis] of [[[x, y], 1], [[x, y, z], 2], [[y, x, z], 1], [[z, x, y], 1]] as const) b.output(b.concat(values, axis));
    expect(nestConcats(b.build()).nodes).toEqual(b.build().nodes);
  });
});

/** Every layer reads all layers before it. */
function denseBlock(layers: number) {
  const b = new GraphBuilder();
  const features = [b.input('image', { type: 'float32', shape: ['N', 3, 2] })];
  for (let layer = 1; layer < layers; layer++) features.push(b.tanh(b.slice(b.mul(features.length === 1 ? features[0]! : b.concat(features, 1), layer), { starts: [0], ends: [2], axes: [1] })));
  b.output(b.reduceSum(b.concat(features, 1), [1, 2]));
  return b.build();
}
