import { describe, expect, it } from 'vitest';
import { addParts } from './add-parts.ts';
import { GraphBuilder } from '../builder.ts';
import { differentiate } from '../differentiate.ts';
import { evaluate } from '../evaluate.ts';
import { reshapeTo, zerosLike } from '../operators/gradient-helpers.ts';
import { makeTensor } from '../tensor.ts';

describe('addParts', () => {
  it('adds the gradient of a shortcut with a stride to the one phase that it reaches', () => {
    const b = new GraphBuilder();
    const image = b.exp(b.input('image', { type: 'float32', shape: ['N', 16, 4, 4] }));
    const weights = (shape: readonly number[]): string => b.floats(shape, Array.from({ length: shape.reduce((count, size) => count * size) }, (_, i) => Math.sin(i + 1)));
    const sum = b.add(b.conv(image, weights([2, 16, 3, 3]), { strides: [2, 2], pads: [1, 1, 1, 1] }), b.conv(image, weights([2, 16, 1, 1]), { strides: [2, 2] }));
    const of = b.output(b.reduceL2(sum, [1, 2, 3]));
    const { graph } = differentiate(b.build(), { of, withRespectTo: 'image' });
    expect(count(graph.nodes, 'Concat')).toBe(3);
    expect(graph.nodes.filter(({ operator, inputs }) => operator === 'Add' && inputs.every((name) => !graph.constants.has(name)))).toHaveLength(2);
  });

  it('adds parts at every depth, keeps the value, and leaves out what is zero', () => {
    const { graph, feeds } = sum((b, [x, y, z]) => b.add(nested(b, x!, y!, z!), nested(b, y!, zerosLike(b, x!), b.floats([1, 2], [0, 0]))));
    const added = addParts(graph);
    expect(count(added.nodes, 'Concat')).toBe(2);
    expect(added.nodes.filter(({ operator }) => operator === 'Add').map(({ inputs }) => inputs)).toEqual([['x', 'y']]);
    expect(evaluate(added, feeds).get(graph.outputs[0]!)).toEqual(evaluate(graph, feeds).get(graph.outputs[0]!));
  });

  it('leaves sums alone whose parts are cut elsewhere, are given a shape from another one, lie on another axis, or are read elsewhere', () => {
    for (const build of [
      (b: GraphBuilder, [x, y]: readonly string[]) => {
        const [first, second] = [0, 1].map((at) => b.slice(y!, { starts: [at], ends: [at + 1], axes: [1] })) as [string, string];
        return b.add(b.concat([x!, y!], 1), b.concat([first, b.concat([x!, second], 1)], 1));
      },
      (b: GraphBuilder, [x, y]: readonly string[]) => b.add(reshapeTo(b, b.concat([x!, y!], 1), [2, 2]), reshapeTo(b, b.concat([x!, y!].map((part) => reshapeTo(b, part, [2, 1])), 0), [2, 2])),
      (b: GraphBuilder, [x]: readonly string[]) => {
        const halves = [0, 1].map((at) => b.slice(x!, { starts: [at], ends: [at + 1], axes: [1] }));
        return b.add(b.concat(halves, 0), b.concat(halves, 1));
      },
      (b: GraphBuilder, [x, y]: readonly string[]) => b.add(b.output(b.concat([x!, y!], 1)), b.concat([y!, x!], 1)),
      (b: GraphBuilder, [x, y]: readonly string[]) => {
        const read = b.concat([x!, y!], 1);
        return b.add(b.add(read, b.concat([y!, x!], 1)), read);
      },
    ]) {
      const { graph } = sum(build);
      expect(addParts(graph)).toEqual(graph);
    }
  });
});

function count(nodes: readonly { readonly operator: string }[], operator: string): number {
  return nodes.filter((node) => node.operator === operator).length;
}

/** Put together on two levels, with shapes changed in between. */
function nested(b: GraphBuilder, x: string, y: string, z: string): string {
  const pair = reshapeTo(b, b.concat([x, y].map((part) => reshapeTo(b, part, [1, 2, 1])), 2), [1, 4]);
  return b.concat([pair, z], 1);
}

function sum(build: (b: GraphBuilder, parts: readonly string[]) => string) {
  const b = new GraphBuilder();
  b.output(build(b, ['x', 'y', 'z'].map((name) => b.input(name, { type: 'float32', shape: [1, 2] }))));
  const graph = b.build();
  const feeds = new Map(graph.inputs.map(({ name }, i) => [name, makeTensor('float32', [1, 2], [10 * i + 1, 10 * i + 2])]));
  return { graph, feeds };
}
