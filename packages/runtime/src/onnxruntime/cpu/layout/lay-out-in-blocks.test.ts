import { describe, expect, it } from 'vitest';
import { differentiate, elementCount, evaluate, GraphBuilder, makeTensor, writeOnnx } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { cpuSessionOptions } from '../../cpu-session-options.ts';
import { loadOnnxRuntime } from '../../library.ts';
import { openSession } from '../../session.ts';
import { blockSize } from '../block-size.ts';
import { ortGraphOf } from '../../ort-graph.ts';
import { layOutInBlocks } from './lay-out-in-blocks.ts';
import { evaluateBlocked } from './testing/evaluate-blocked.ts';

const [batch, channels, size] = [2, 32, 6];

interface Case {
  /** What is made of an image in blocks, [N, 32, 6, 6]. */
  readonly make: (b: GraphBuilder, x: string) => string;
  /** How many images are moved into blocks and out of them, where 32 channels fit: the first in, and the last out. */
  readonly moves?: number;
}

const half = { starts: [0], ends: [16], axes: [1] };
const cases: Readonly<Record<string, Case>> = {
  'a convolution with a sum and a Relu': { make: (b, x) => b.relu(b.add(conv(b, x), x)) },
  'a convolution whose sum was computed later': { make: (b, x) => {
    const first = conv(b, x);
    return b.add(first, b.relu(conv(b, x)));
  } },
  'a convolution whose result is read twice': { make: (b, x) => {
    const y = conv(b, x);
    return b.add(b.relu(y), b.sub(y, x));
  } },
  'a sum of three': { make: (b, x) => b.op('Sum', [x, conv(b, x), x]) },
  'Clip at 0 and 6': { make: (b, x) => b.clip(conv(b, x), 0, 6) },
  'groups and depthwise convolutions': { make: (b, x) => b.conv(b.conv(x, b.constant(noise([channels, 16, 3, 3])), { group: 2, pads: [1, 1, 1, 1] }), b.constant(noise([channels, 1, 3, 3])), { group: channels, strides: [2, 2] }) },
  'groups that do not fit into blocks': { make: (b, x) => b.conv(x, b.constant(noise([channels, 4, 1, 1])), { group: 8 }), moves: 2 },
  'channels that do not fit into blocks': { make: (b, x) => {
    const narrow = b.conv(x, b.constant(noise([20, channels, 1, 1])));
    return b.add(b.conv(b.relu(b.mul(narrow, 2)), b.constant(noise([channels, 20, 1, 1]))), b.conv(narrow, b.constant(noise([channels, 20, 1, 1]))));
  } },
  'what makes no zeros of the zeros that fill up blocks': { make: (b, x) => b.conv(b.exp(b.conv(x, b.constant(noise([20, channels, 1, 1])))), b.constant(noise([channels, 20, 1, 1]))), moves: 4 },
  'three channels': { make: (b, x) => b.conv(b.conv(x, b.constant(noise([3, channels, 1, 1]))), b.constant(noise([channels, 3, 3, 3]))), moves: 3 },
  'pools': { make: (b, x) => b.averagePool(b.maxPool(x, { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] }), { kernel: [2, 2], strides: [2, 2] }) },
  'factors and summands for channels': { make: (b, x) => b.add(b.mul(x, b.constant(noise([channels, 1, 1]))), b.constant(noise([1, channels, 1, 1]))) },
  'divisors for channels, and for their rows': { make: (b, x) => b.div(b.div(x, b.constant(noise([channels, 1, 1], 1, 2))), b.constant(noise([channels, size, 1], 1, 2))) },
  'factors that were computed for channels': { make: (b, x) => b.mul(x, b.sigmoid(b.globalAveragePool(x))) },
  'values for places, images and everything': { make: (b, x) => b.sub(b.div(b.mul(x, b.constant(noise([1, size, size]))), b.reduceMax(b.abs(x), [1, 2, 3], true)), 0.5), moves: 3 },
  'sums over places': { make: (b, x) => b.mul(x, b.reshape(b.reduceMean(x, [2, 3]), [0, 0, 1, 1])) },
  'masks': { make: (b, x) => b.mul(x, b.cast(b.equal(x, b.maxPool(x, { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] })), 'float32')) },
  'a mask that is read in the plain layout': { make: (b, x) => b.where(b.transpose(b.greater(x, 0), [1, 0, 2, 3]), 1, b.floats([], [2])), moves: 2 },
  'parts of the channels': { make: (b, x) => b.concat([b.slice(x, half), b.slice(x, { starts: [-16], ends: [1000], axes: [-3] }), x], 1) },
  'parts that do not fit into blocks': { make: (b, x) => b.concat([b.slice(x, { starts: [0], ends: [12], axes: [1] }), b.slice(x, { starts: [12], ends: [32], axes: [1] })], 1), moves: 2 },
  'a split': { make: (b, x) => b.concat(b.append('Split', [x, b.integers([16, 16])], { axis: 1 }, { outputs: ['first', 'second'] }).toReversed(), 1) },
  'parts and padding of places': { make: (b, x) => b.pad(b.slice(x, { starts: [1, 0], ends: [6, 1000], axes: [2, 3], steps: [2, 1] }), [0, 0, 1, 0, 0, 0, 0, 2], { value: -1 }) },
  'padding of channels': { make: (b, x) => b.pad(x, [0, 8, 0, 0, 0, 8, 0, 0]), moves: 2 },
  'places that are taken apart and moved': { make: (b, x) => b.reshape(b.transpose(b.reshape(x, [0, 0, 3, 2, 6]), [0, 1, 3, 2, 4]), [0, 0, 4, 9]) },
  'a spread over zeros': { make: (b, x) => {
    const spread = b.concat([b.reshape(x, [0, 0, 0, 0, 1]), b.reshape(b.op('Expand', [b.floats([], [0]), b.shape(x)]), [0, 0, 0, 0, 1])], 4);
    return b.reshape(spread, [0, 0, size, 2 * size]);
  } },
  'one value a channel for every place': { make: (b, x) => b.add(x, b.expand(b.globalAveragePool(x), [1, 1, size, size])) },
  'channels last': { make: (b, x) => b.conv(b.transpose(b.softmax(b.transpose(x, [0, 2, 3, 1]), -1), [0, 3, 1, 2]), b.constant(noise([channels, channels, 1, 1]))), moves: 4 },
  'channels in another place': { make: (b, x) => b.transpose(x, [0, 2, 1, 3]), moves: 2 },
  'batch statistics': { make: (b, x) => b.relu(b.op('BatchNormalization', [x, ...[1, 2, 3, 4].map((seed) => b.constant(noise([channels], seed, seed === 4 ? 1.5 : 0)))], { epsilon: 0.1 })) },
};

describe('layOutInBlocks', () => {
  for (const [what, { make, moves = 2 }] of Object.entries(cases)) {
    const graph = graphOf(make);
    const image = noise([batch, channels, size, size], 7);
    for (const block of [8, 16]) {
      it(`keeps the values of ${what} in blocks of ${block}`, () => {
        const laidOut = layOutInBlocks(graph, block, () => 0);
        expect(relativeError(evaluateBlocked(laidOut, new Map([['image', image]]), block).get(graph.outputs[0]!)!, evaluate(graph, new Map([['image', image]])).get(graph.outputs[0]!)!)).toBeLessThan(1e-6);
        if (block === 16) expect(laidOut.nodes.filter(({ operator }) => operator.includes('Reorder'))).toHaveLength(moves);
      });
    }

    it(`keeps the values of ${what} in ONNX Runtime`, async () => {
      const { ort } = await loadOnnxRuntime();
      const session = await openSession(ort, writeOnnx(layOutInBlocks(graph, await blockSize())), cpuSessionOptions(1));
      const computed = await session.run({ image });
      await session.close();
      const expected = evaluate(graph, new Map([['image', image]])).get(graph.outputs[0]!)!;
      expect(computed[graph.outputs[0]!]!.shape).toEqual(expected.shape);
      expect(relativeError(computed[graph.outputs[0]!]!, expected)).toBeLessThan(1e-5);
    });
  }

  it('moves the gradient of a residual network in once and out once', () => {
    const b = new GraphBuilder();
    let x = b.relu(b.conv(b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] }), b.constant(noise([channels, 3, 3, 3])), { pads: [1, 1, 1, 1] }));
    for (let i = 0; i < 3; i++) x = b.relu(b.add(x, conv(b, b.relu(conv(b, x)))));
    const sum = b.output(b.reduceSum(b.globalAveragePool(x), [1, 2, 3]));
    const { graph } = differentiate(b.build(), { of: sum, withRespectTo: 'image' });
    const moves = layOutInBlocks(graph, 16).nodes.filter(({ operator }) => operator.includes('Reorder'));
    expect(moves.map(({ operator }) => operator)).toEqual(['com.microsoft.nchwc.ReorderOutput']);
  });

  it('leaves a graph as it is where the processor has no such layout', () => {
    const graph = graphOf(conv);
    expect(layOutInBlocks(graph, 1)).toEqual(ortGraphOf(graph));
  });

  it('computes what is short last, as ONNX Runtime runs what stands last first', () => {
    const graph = graphOf((b, x) => {
      const long = conv(b, b.sigmoid(conv(b, b.sigmoid(conv(b, x)))));
      return b.mul(b.relu(b.conv(x, b.constant(noise([channels, channels, 1, 1])))), long);
    });
    const names = layOutInBlocks(graph, 16, () => 0).nodes.filter(({ operator, attributes }) => operator.endsWith('Conv') && attributes['activation'] !== undefined);
    expect(names).toHaveLength(1);
    const order = layOutInBlocks(graph, 16, () => 0).nodes.map(({ outputs }) => outputs[0]);
    expect(order.indexOf(names[0]!.outputs[0])).toBeLessThan(order.length / 2);
  });
});

describe('blockSize', () => {
  it('is one that the layout can have', async () => {
    expect([1, 4, 8, 16]).toContain(await blockSize());
  });
});

/** An image that a convolution has made, and what is made of it. */
function graphOf(make: Case['make']): Graph {
  const b = new GraphBuilder({ name: 'case' });
  const image = b.input('image', { type: 'float32', shape: ['N', channels, size, size] });
  b.output(make(b, b.conv(image, b.constant(noise([channels, channels, 1, 1], 3)), { bias: b.constant(noise([channels], 5)) })));
  return b.build();
}

function conv(b: GraphBuilder, x: string): string {
  return b.conv(x, b.constant(noise([channels, channels, 3, 3])), { pads: [1, 1, 1, 1], bias: b.constant(noise([channels], 9)) });
}

/** Numbers without a pattern around `middle`, the same on every run. */
function noise(shape: readonly number[], seed = 1, middle = 0): Tensor {
  return makeTensor('float32', shape, Array.from({ length: elementCount(shape) }, (_, i) => middle + Math.sin(12.9898 * (i + seed)) * 43758.5453 % 1));
}

function relativeError(computed: Tensor, expected: Tensor): number {
  expect(computed.data).toHaveLength(expected.data.length);
  let [difference, whole] = [0, 0];
  expected.data.forEach((value, i) => {
    difference += (Number(computed.data[i]) - Number(value)) ** 2;
    whole += Number(value) ** 2;
  });
  return Math.sqrt(difference / whole);
}
