import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../builder.ts';
import { evaluate } from '../evaluate.ts';
import { foldConstants } from './fold-constants.ts';
import type { Graph, Tensor } from '../graph.ts';
import { makeTensor } from '../tensor.ts';

const image = makeTensor('float32', [2, 4, 5, 5], Array.from({ length: 200 }, (_, i) => Math.sin(i)));
const feeds: ReadonlyMap<string, Tensor> = new Map([['x', image]]);

function start(): { b: GraphBuilder; x: string; weights: (shape: readonly number[], phase?: number) => string; normalize: (x: string, channels: number) => string } {
  const b = new GraphBuilder();
  const x = b.input('x', { type: 'float32', shape: ['N', 4, 5, 5] });
  const weights = (shape: readonly number[], phase = 0): string => b.floats(shape, Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) => Math.cos(i + phase)));
  const normalize = (value: string, channels: number): string => {
    const statistics = [1, 2, 3].map((phase) => weights([channels], phase));
    return b.op('BatchNormalization', [value, ...statistics, b.floats([channels], Array.from({ length: channels }, (_, i) => 0.5 + i))], { epsilon: 0.01 });
  };
  return { b, x, weights, normalize };
}

function operatorsOf(graph: Graph): string[] {
  return graph.nodes.map((node) => node.operator);
}

/** Folding rounds the folded weights to float32 once more. */
function expectSameValues(before: Graph, after: Graph): void {
  const [old, now] = [evaluate(before, feeds), evaluate(after, feeds)];
  for (const output of before.outputs) {
    const [a, b] = [old.get(output)!, now.get(output)!];
    expect(b.shape).toEqual(a.shape);
    a.data.forEach((value, i) => expect(Number(b.data[i])).toBeCloseTo(Number(value), 5));
  }
}

describe('foldConstants', () => {
  it('computes what depends on constants only', () => {
    const { b, x, weights } = start();
    b.output(b.add(x, b.relu(b.mul(weights([4, 1, 1]), 2))));
    const folded = foldConstants(b.build());
    expect(operatorsOf(folded)).toEqual(['Add']);
    expect(folded.constants.size).toBe(1);
    expectSameValues(b.build(), folded);
  });

  it('writes a shape computed from the batch as a constant', () => {
    const { b, x } = start();
    const batch = b.gather(b.shape(x), [0], 0);
    b.output(b.op('Reshape', [x, b.concat([batch, b.integers([100])], 0)]));
    const folded = foldConstants(b.build());
    expect(operatorsOf(folded)).toEqual(['Reshape']);
    expectSameValues(b.build(), folded);
  });

  it('leaves a shape that depends on the batch where no constant can say it', () => {
    const { b, x } = start();
    b.output(b.op('Expand', [b.floats([1, 3], [1, 2, 3]), b.concat([b.gather(b.shape(x), [0], 0), b.integers([3])], 0)]));
    expect(operatorsOf(foldConstants(b.build()))).toEqual(['Shape', 'Gather', 'Concat', 'Expand']);
  });

  for (const [name, group] of [['', 1], [' in groups', 2]] as const) {
    it(`puts BatchNormalization into the convolution before it${name}`, () => {
      const { b, x, weights, normalize } = start();
      b.output(normalize(b.conv(x, weights([6, 4 / group, 3, 3]), { group, bias: weights([6]) }), 6));
      const folded = foldConstants(b.build());
      expect(operatorsOf(folded)).toEqual(['Conv']);
      expectSameValues(b.build(), folded);
    });

    it(`puts BatchNormalization into a transposed convolution${name}`, () => {
      const { b, x, weights, normalize } = start();
      b.output(normalize(b.convTranspose(x, weights([4, 3, 2, 2]), { group }), 3 * group));
      const folded = foldConstants(b.build());
      expect(operatorsOf(folded)).toEqual(['ConvTranspose']);
      expectSameValues(b.build(), folded);
    });
  }

  it('scales only its own copy of weights that two convolutions share', () => {
    const { b, x, weights, normalize } = start();
    const shared = weights([4, 4, 3, 3]);
    const first = normalize(b.conv(x, shared, { pads: [1, 1, 1, 1] }), 4);
    b.output(b.conv(first, shared));
    const folded = foldConstants(b.build());
    expect(operatorsOf(folded)).toEqual(['Conv', 'Conv']);
    expect(folded.nodes[0]!.inputs[1]).not.toBe(folded.nodes[1]!.inputs[1]);
    expectSameValues(b.build(), folded);
  });

  it('leaves a convolution alone that something else reads, or that is an output', () => {
    for (const isOutput of [true, false]) {
      const { b, x, weights, normalize } = start();
      const convolved = b.conv(x, weights([6, 4, 3, 3]));
      const normal = normalize(convolved, 6);
      if (isOutput) b.output(convolved);
      b.output(isOutput ? normal : b.add(normal, convolved));
      const folded = foldConstants(b.build());
      expect(operatorsOf(folded)).toContain('BatchNormalization');
      expectSameValues(b.build(), folded);
    }
  });

  it('keeps preprocessing in front of a padded convolution', () => {
    const { b, x, weights } = start();
    b.output(b.conv(b.div(b.sub(x, weights([1, 4, 1, 1])), 0.25), weights([6, 4, 3, 3]), { pads: [1, 1, 1, 1] }));
    expect(operatorsOf(foldConstants(b.build()))).toEqual(['Sub', 'Div', 'Conv']);
  });

  it('keeps the node of an output although it is constant', () => {
    const { b, weights } = start();
    b.output(b.relu(weights([3])));
    expect(operatorsOf(foldConstants(b.build()))).toEqual(['Relu']);
  });

  it('does not change the graph that it is given', () => {
    const { b, x, weights, normalize } = start();
    b.output(normalize(b.conv(x, weights([6, 4, 3, 3])), 6));
    const graph = b.build();
    const before = { nodes: [...graph.nodes], constants: new Map(graph.constants) };
    foldConstants(graph);
    expect({ nodes: graph.nodes, constants: graph.constants }).toEqual(before);
  });
});

it('the sizes of a Resize that follow the batch become those of the other axes', () => {
  const { b, x } = start();
  const batch = b.slice(b.shape(x), { starts: [0], ends: [1], axes: [0] });
  b.output(b.op('Resize', [x, '', '', b.concat([batch, b.integers([4, 7, 3])], 0)], { mode: 'linear', coordinate_transformation_mode: 'align_corners' }));
  const graph = b.build();
  const folded = foldConstants(graph);
  expect(folded.nodes.map(({ operator }) => operator)).toEqual(['Resize']);
  const [resize] = folded.nodes;
  expect(resize!.attributes['axes']).toEqual([1, 2, 3]);
  expect(Array.from(folded.constants.get(resize!.inputs[3]!)!.data, Number)).toEqual([4, 7, 3]);
  expect(evaluate(folded, feeds).get(folded.outputs[0]!)).toEqual(evaluate(graph, feeds).get(graph.outputs[0]!));
});
