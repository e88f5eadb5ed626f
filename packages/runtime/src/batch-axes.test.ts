import { describe, expect, it } from 'vitest';
import { differentiate, evaluate, GraphBuilder, toDoubles } from '@lookalike/graph';
import type { Tensor, ValueType } from '@lookalike/graph';
import { buildCase, caseFeeds, operatorCases } from '@lookalike/graph/cases';
import { batchAxes } from './batch-axes.ts';

const imageType: ValueType = { type: 'float32', shape: ['N', 2, 2, 2] };

describe('batchAxes', () => {
  it('finds the batch of a network with its gradient, and leaves an input without it alone', () => {
    const b = new GraphBuilder();
    const features = b.matMul(b.reshape(b.input('image', imageType), [-1, 8]), b.input('matrix', { type: 'float32', shape: [8, 3] }));
    const objective = b.output(b.reduceMax(b.softmax(features, 1), [1]));
    const { graph, gradient } = differentiate(b.build(), { of: objective, withRespectTo: 'image' });
    expect(batchAxes(graph)).toEqual({ inputs: new Set(['image']), outputs: new Set([objective, gradient]) });
  });

  it('follows the batch through the axes, as attention moves it', () => {
    const b = new GraphBuilder();
    const apart = b.transpose(b.reshape(b.input('image', imageType), [-1, 4, 2]), [2, 0, 1]);
    const product = b.output(b.mul(b.softmax(b.gather(apart, [0], 0), 2), b.gather(apart, [1], 0)));
    const image = b.output(b.squeeze(product, [0]));
    b.setOutputs([image]);
    expect(batchAxes(b.build())).toEqual({ inputs: new Set(['image']), outputs: new Set([image]) });
  });

  const mixing: Readonly<Record<string, (b: GraphBuilder, image: string) => string>> = {
    'subtracts the mean of the batch': (b, image) => b.sub(image, b.reduceMean(image, [0], true)),
    'compares all images with all others': (b, image) => b.matMul(b.reshape(image, [-1, 8]), b.transpose(b.reshape(image, [-1, 8]), [1, 0])),
    'normalises along the batch': (b, image) => b.softmax(image, 0),
    'adds up along the batch': (b, image) => b.op('CumSum', [image, b.scalar(0, 'int64')]),
    'turns the batch round': (b, image) => b.slice(image, { starts: [-1], ends: [-(2 ** 40)], axes: [0], steps: [-1] }),
    'repeats the batch': (b, image) => b.tile(image, [2, 1, 1, 1]),
    'moves the images along': (b, image) => b.pad(image, [1, 0, 0, 0, -1, 0, 0, 0]),
    'divides by the size of the batch': (b, image) => b.div(image, b.cast(b.gather(b.shape(image), [0], 0), 'float32')),
    'pools along the batch': (b, image) => b.transpose(b.averagePool(b.transpose(image, [1, 2, 0, 3]), { kernel: [3, 1], pads: [1, 0, 1, 0] }), [2, 0, 1, 3]),
    'normalises along a batch that was moved': (b, image) => b.transpose(b.softmax(b.transpose(image, [1, 0, 2, 3]), 1), [1, 0, 2, 3]),
    'cuts the batch otherwise': (b, image) => b.transpose(b.reshape(image, [8, -1]), [1, 0]),
    'has the batch elsewhere': (b, image) => b.transpose(image, [1, 0, 2, 3]),
  };
  it.each(Object.entries(mixing))('refuses a graph that %s', (_title, build) => {
    const b = new GraphBuilder();
    b.output(build(b, b.input('image', imageType)));
    expect(batchAxes(b.build())).toBeUndefined();
  });

  it('refuses a graph without a batch', () => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('x', { type: 'float32', shape: [2] })));
    expect(batchAxes(b.build())).toBeUndefined();
  });

  const apart = operatorCases.map((operatorCase) => ({ operatorCase, graph: buildCase(operatorCase).graph, name: operatorCase.name })).flatMap((one) => {
    const axes = batchAxes(one.graph);
    return axes === undefined ? [] : [{ ...one, axes }];
  });
  it.each(apart)('says rightly that images are treated one by one: $name', ({ operatorCase, graph, axes }) => {
    const feeds = caseFeeds(operatorCase, { batch: 3 });
    const whole = evaluate(graph, feeds);
    for (const image of [0, 1, 2]) {
      const alone = evaluate(graph, new Map([...feeds].map(([name, tensor]) => [name, axes.inputs.has(name) ? imageOf(tensor, image) : tensor])));
      for (const name of axes.outputs) expect(toDoubles(alone.get(name)!)).toEqual(toDoubles(imageOf(whole.get(name)!, image)));
    }
  });

  it('finds most operators to treat them so', () => {
    expect(new Set(apart.map(({ operatorCase }) => operatorCase.operator)).size).toBeGreaterThan(70);
  });
});

/** One of three images, as a batch of its own. */
function imageOf({ type, shape: [count, ...rest], data }: Tensor, image: number): Tensor {
  const size = data.length / 3;
  return { type, shape: [count! / 3, ...rest], data: data.slice(image * size, (image + 1) * size) };
}
