import { GraphBuilder, differentiate, cutAt } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readOnnx } from './onnx/read-onnx.ts';

type Build = (b: GraphBuilder, x: string) => string;

/** The values of a graph that the nodes of its gradient read: what must be kept until the way back. */
function keptOf(graph: Graph, of: string, withRespectTo: string): Set<string> {
  const own = new Set(graph.nodes.map(({ name }) => name));
  const forward = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const { graph: differentiated } = differentiate(graph, { of, withRespectTo });
  // The shape of a value costs nothing: runtimes know it.
  const backward = differentiated.nodes.filter(({ name, operator }) => !own.has(name) && operator !== 'Shape');
  return new Set(backward.flatMap(({ inputs }) => inputs.filter((name) => forward.has(name))));
}

/** Which of a node's input and output its gradient keeps. */
function kept(build: Build): string {
  const b = new GraphBuilder();
  const image = b.input('image', { type: 'float32', shape: ['N', 4, 8, 8] });
  // A name that no node of the gradient could be given once narrowing is done with the value.
  const [input] = b.append('Mul', [image, b.scalar(2)], {}, { name: 'the input' }) as [string];
  const output = build(b, input);
  const sum = b.output(b.reduceSum(b.mul(output, 3), b.shapeOf(output).slice(1).map((_, i) => i + 1)));
  const values = keptOf(b.build(), sum, image);
  return [values.has(input) ? 'input' : '', values.has(output) ? 'output' : ''].filter(Boolean).join(' and ') || 'nothing';
}

const ones = (b: GraphBuilder, shape: readonly number[]): string => b.floats(shape, new Float32Array(shape.reduce((count, size) => count * size, 1)).fill(1));
const channels = (b: GraphBuilder): string => ones(b, [4]);

const expectations: Readonly<Record<string, readonly (readonly [string, Build])[]>> = {
  nothing: [
    ['Conv', (b, x) => b.conv(x, ones(b, [4, 4, 3, 3]), { pads: [1, 1, 1, 1] })],
    ['strided Conv', (b, x) => b.conv(x, ones(b, [4, 4, 3, 3]), { strides: [2, 2] })],
    ['ConvTranspose', (b, x) => b.convTranspose(x, ones(b, [4, 2, 2, 2]), { strides: [2, 2] })],
    ['BatchNormalization', (b, x) => b.op('BatchNormalization', [x, channels(b), channels(b), channels(b), channels(b)])],
    ['Add of a skip connection', (b, x) => b.add(x, b.conv(x, ones(b, [4, 4, 1, 1])))],
    ['Mul by a constant', (b, x) => b.mul(x, 2)],
    ['MatMul by weights', (b, x) => b.matMul(x, ones(b, [8, 3]))],
    ['Gemm', (b, x) => b.op('Gemm', [b.flatten(x), ones(b, [256, 3])])],
    ['AveragePool', (b, x) => b.averagePool(x, { kernel: [2, 2], strides: [2, 2] })],
    ['GlobalAveragePool', (b, x) => b.globalAveragePool(x)],
    ['ReduceMean', (b, x) => b.reduceMean(x, [2, 3])],
    ['Reshape', (b, x) => b.reshape(x, [0, -1])],
    ['Transpose', (b, x) => b.transpose(x, [0, 2, 3, 1])],
    ['Concat', (b, x) => b.concat([x, b.neg(x)], 1)],
    ['Slice', (b, x) => b.slice(x, { starts: [1], ends: [3], axes: [1] })],
    ['Gather', (b, x) => b.gather(x, [1, 1, 0], 1)],
    ['Pad', (b, x) => b.pad(x, [0, 0, 1, 1, 0, 0, 1, 1])],
    ['Resize', (b, x) => b.op('Resize', [x, '', b.floats([4], [1, 1, 2, 2])], { mode: 'linear' })],
    ['DepthToSpace', (b, x) => b.depthToSpace(x, 2)],
  ],
  output: [
    ...(['Relu', 'LeakyRelu', 'Elu', 'Selu', 'Sigmoid', 'Tanh', 'Exp', 'Sqrt', 'Softmax'] as const).map((operator): [string, Build] => [operator, (b, x) => b.op(operator, [x])]),
    ['Clip to [0, 6]', (b, x) => b.clip(x, 0, 6)],
  ],
  input: [
    ...(['Gelu', 'HardSwish', 'Softplus', 'Erf', 'Abs', 'Log'] as const).map((operator): [string, Build] => [operator, (b, x) => b.op(operator, [x])]),
    ['LayerNormalization', (b, x) => b.op('LayerNormalization', [x, ones(b, [8])])],
    ['InstanceNormalization', (b, x) => b.op('InstanceNormalization', [x, channels(b), channels(b)])],
    ['Pow', (b, x) => b.pow(x, 2)],
  ],
  'input and output': [
    ['MaxPool', (b, x) => b.maxPool(x, { kernel: [2, 2], strides: [2, 2] })],
    ['Clip', (b, x) => b.clip(x, 0, 1)],
  ],
};

describe('the gradient', () => {
  for (const [what, cases] of Object.entries(expectations)) {
    for (const [name, build] of cases) it(`keeps ${what} of ${name}`, () => expect(kept(build)).toBe(what));
  }

  it('of a residual network keeps only what came out of rectifiers and MaxPool', () => {
    const network = cutAt(readOnnx(readFileSync(new URL('goldens/resnet-opset9.onnx', import.meta.url))), 'penultimate');
    const b = new GraphBuilder(network);
    const sum = b.output(b.reduceSum('penultimate', [1]));
    const graph = b.build();
    const values = keptOf(graph, sum, 'image');
    const makers = graph.nodes.filter(({ outputs }) => outputs.some((name) => values.has(name))).map(({ operator }) => operator);
    expect(new Set(makers)).toEqual(new Set(['Relu', 'MaxPool']));
    expect(graph.nodes.filter(({ operator }) => operator === 'Relu')).toHaveLength(makers.filter((operator) => operator === 'Relu').length);
  });
});
