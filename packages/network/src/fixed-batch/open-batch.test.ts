import { evaluate, GraphBuilder, inferTypes, makeTensor } from '@lookalike/graph';
import type { Graph, Shape, Tensor } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { openBatch } from './open-batch.ts';

type Build = (b: GraphBuilder, x: string) => string;

/** A network that a file has for a fixed batch. */
function fixed(shape: readonly number[], build: Build): Graph {
  const b = new GraphBuilder();
  b.output(build(b, b.input('x', { type: 'float32', shape })));
  return b.build();
}

function opened(graph: Graph): Graph {
  const result = openBatch(graph, Number(graph.inputs[0]!.shape[0]));
  if ('held' in result) throw new Error(`Held by ${result.held.operator}: ${result.held.because}`);
  return result.graph;
}

function heldBy(graph: Graph): string {
  const result = openBatch(graph, Number(graph.inputs[0]!.shape[0]));
  return 'held' in result ? `${result.held.operator}: ${result.held.because}` : 'opened';
}

const random = createRandom('images of a fixed batch');
const numbers = (shape: readonly number[]): Tensor => makeTensor('float32', shape, Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => 2 * random.uniform() - 1));
const typeOf = (graph: Graph): Shape => inferTypes(graph).get(graph.outputs[0]!)!.shape;

/** Every image of a batch of 6 gets what the file gives it in its own batches. */
function expectSame(graph: Graph): void {
  const [batch, ...sizes] = graph.inputs[0]!.shape.map(Number) as [number, ...number[]];
  const count = 6;
  const images = numbers([count, ...sizes]);
  const each = images.data.length / count;
  const run = (network: Graph, from: number, to: number): number[] =>
    Array.from(evaluate(network, new Map([['x', makeTensor('float32', [to - from, ...sizes], Array.from(images.data.slice(from * each, to * each), Number))]])).get(network.outputs[0]!)!.data, Number);
  const groups = Array.from({ length: count / batch }, (_, group) => run(graph, group * batch, (group + 1) * batch)).flat();
  expect(run(opened(graph), 0, count)).toEqual(groups);
}

/** What PyTorch writes with sizes of one batch in it. The batch is 1, but where the title says otherwise. */
const networks: Readonly<Record<string, readonly [batchOne: Graph, shape: Shape]>> = {
  'Reshape with a written-out batch': [fixed([1, 4, 2, 2], (b, x) => b.reshape(x, [1, 16])), ['N', 16]],
  'Reshape whose open size is not the batch': [fixed([1, 4, 2, 2], (b, x) => b.reshape(x, [1, -1, 4])), ['N', 4, 4]],
  'Reshape to a vector and back': [fixed([1, 4], (b, x) => b.reshape(b.relu(b.reshape(x, [4])), [1, 4])), ['N', 4]],
  'windows folded into the batch and out again': [fixed([1, 4, 4, 2], (b, x) => {
    const windows = b.reshape(b.transpose(b.reshape(x, [1, 2, 2, 2, 2, 2]), [0, 1, 3, 2, 4, 5]), [4, 4, 2]);
    const mixed = b.matMul(b.op('Softmax', [b.matMul(windows, b.transpose(windows, [0, 2, 1]))], { axis: -1 }), windows);
    return b.reshape(b.transpose(b.reshape(mixed, [1, 2, 2, 2, 2, 2]), [0, 1, 3, 2, 4, 5]), [1, 4, 4, 2]);
  }), ['N', 4, 4, 2]],
  'windows of a batch of 2': [fixed([2, 4, 4, 1], (b, x) => b.reshape(b.transpose(b.reshape(x, [2, 2, 2, 2, 2, 1]), [0, 1, 3, 2, 4, 5]), [8, 4, 1])), ['N*4', 4, 1]],
  'attention with tokens before images': [fixed([1, 3, 4], (b, x) => {
    const tokens = b.transpose(x, [1, 0, 2]);
    const weights = b.constant(numbers([4, 4]));
    const rows = b.matMul(b.reshape(tokens, [3, 4]), weights);
    const heads = b.transpose(b.reshape(b.reshape(rows, [3, 1, 4]), [3, 2, 2]), [1, 0, 2]);
    const attended = b.matMul(b.op('Softmax', [b.matMul(heads, b.transpose(heads, [0, 2, 1]))], { axis: -1 }), heads);
    const joined = b.matMul(b.reshape(b.transpose(attended, [1, 0, 2]), [3, 4]), weights);
    return b.transpose(b.reshape(joined, [3, 1, 4]), [1, 0, 2]);
  }), ['N', 3, 4]],
  'a class token and positions of batch 1': [fixed([1, 3, 4], (b, x) => b.add(b.concat([b.constant(numbers([1, 1, 4])), x], 1), b.constant(numbers([1, 4, 4])))), ['N', 4, 4]],
  'a class token and positions repeated for a batch of 2': [fixed([2, 3, 4], (b, x) => {
    const twice = (rows: Tensor): Tensor => makeTensor('float32', [2, ...rows.shape.slice(1)], [...rows.data, ...rows.data].map(Number));
    return b.add(b.concat([b.constant(twice(numbers([1, 1, 4]))), x], 1), b.constant(twice(numbers([1, 4, 4]))));
  }), ['N', 4, 4]],
  'Expand with a written-out batch': [fixed([1, 3, 1], (b, x) => b.expand(x, [1, 3, 5])), ['N', 3, 5]],
  'Resize by sizes with the batch among them': [fixed([1, 2, 4, 4], (b, x) => b.op('Resize', [x, '', '', b.integers([1, 2, 7, 5])], { mode: 'linear' })), ['N', 2, 7, 5]],
  'Slice that takes the whole batch': [fixed([2, 5, 3], (b, x) => b.slice(x, { starts: [0, 1], ends: [2, 4], axes: [0, 1] })), ['N', 3, 3]],
  'Slice of the batch alone': [fixed([2, 3], (b, x) => b.relu(b.slice(x, { starts: [0], ends: [2 ** 31], axes: [0] }))), ['N', 3]],
  'Gather of all entries in order': [fixed([1, 3, 2], (b, x) => b.op('Gather', [b.reshape(x, [6]), b.constant(makeTensor('int64', [1, 6], [0, 1, 2, 3, 4, 5]))], { axis: 0 })), ['N', 6]],
  'indices of batch 1 that pick along another axis': [fixed([1, 4], (b, x) => b.op('GatherElements', [x, b.constant(makeTensor('int64', [1, 2], [3, 0]))], { axis: 1 })), ['N', 2]],
};

describe('openBatch opens', () => {
  for (const [name, [graph, shape]] of Object.entries(networks)) {
    it(name, () => {
      expect(typeOf(opened(graph))).toEqual(shape);
      expectSame(graph);
    });
  }

  it('whatever names the file has', () => {
    const names = new Set(opened(networks['a class token and positions of batch 1']![0]).nodes.flatMap(({ name, outputs }) => [name, ...outputs]));
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: [1, 3, 4] });
    let value = b.concat([b.constant(numbers([1, 1, 4])), x], 1);
    for (const name of names) if (!b.has(name)) [value] = b.append('Relu', [value], {}, { name, outputs: [name] }) as [string];
    b.output(value);
    expectSame(b.build());
  });
});

describe('openBatch holds a network', () => {
  const mixing: Readonly<Record<string, readonly [Graph, RegExp]>> = {
    'whose images are compared with each other': [fixed([2, 3], (b, x) => b.sub(x, b.reduceMean(x, [0], true))), /^ReduceMean: its sizes do not follow the batch: \[1, 3\]/],
    'with a softmax over the images': [fixed([2, 3], (b, x) => b.op('Softmax', [x], { axis: 0 })), /^Softmax: it computes with several images at once/],
    'that takes one image out of the batch': [fixed([2, 3], (b, x) => b.slice(x, { starts: [0], ends: [1], axes: [0] })), /^Slice: its sizes are written out for a batch of 2/],
    'that puts copies of the image beside each other': [fixed([1, 3], (b, x) => b.concat([x, x], 0)), /^Concat: it computes with several images at once/],
    'that turns the images round': [fixed([2, 3], (b, x) => b.slice(x, { starts: [-1], ends: [-9], axes: [0], steps: [-1] })), /^Slice/],
    'that moves images along the batch': [fixed([2, 3], (b, x) => b.gather(x, [1, 0], 0)), /^Gather: it computes with several images at once/],
    'that has other constants for each image': [fixed([2, 3], (b, x) => b.add(x, b.constant(numbers([2, 3])))), /^Add: its sizes are written out for a batch of 2/],
    'that takes away the batch of 1': [fixed([1, 3], (b, x) => b.squeeze(x, [0])), /^Squeeze: /],
    'whose normalisation spans the images': [fixed([2, 3], (b, x) => b.op('LayerNormalization', [x, b.constant(numbers([2, 3]))], { axis: 0 })), /^LayerNormalization: /],
    'that pads the batch': [fixed([1, 3], (b, x) => b.pad(x, [1, 0, 0, 0])), /^Pad: it computes with several images at once/],
    'that sums along the batch': [fixed([2, 3], (b, x) => b.op('CumSum', [x, b.scalar(0, 'int64')])), /^CumSum: it computes with several images at once/],
  };
  for (const [name, [graph, reason]] of Object.entries(mixing)) it(name, () => expect(heldBy(graph)).toMatch(reason));
});
