import { forEachIndex } from '../broadcast.ts';
import type { Dimension } from '../graph.ts';
import { stridesOf } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import { reshapeTo } from './gradient-helpers.ts';

/** Moves blocks of channels into space: [N, C·r², H, W] to [N, C, H·r, W·r]. @see https://onnx.ai/onnx/operators/onnx__DepthToSpace.html */
export const DepthToSpace = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'image', moves: 'all' },
  attributes: (read) => ({ block: read.integer('blocksize'), mode: read.choice('mode', ['DCR', 'CRD'], 'DCR') }),
  infer: ({ input, attributes: { block }, fail }) => {
    const { type, shape } = input(0);
    if (shape.length !== 4 || shape[1]! % (block * block) !== 0) fail(`input [${shape.join(', ')}] must be [N, C·${block * block}, H, W].`);
    const [n, c, h, w] = shape as readonly [number, number, number, number];
    return [{ type, shape: [n, c / (block * block), h * block, w * block] }];
  },
  evaluate: ({ input, attributes: { block, mode } }) => {
    const { shape, data } = input(0);
    const [n, depth, h, w] = shape as readonly [number, number, number, number];
    const c = depth / (block * block);
    const opened = mode === 'DCR' ? [n, block, block, c, h, w] : [n, c, block, block, h, w];
    const order = mode === 'DCR' ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
    const strides = stridesOf(opened);
    const result = new Float64Array(data.length);
    forEachIndex(order.map((axis) => opened[axis]!), [order.map((axis) => strides[axis]!)], (position, [source]) => {
      result[position] = data[source!]!;
    });
    return [result];
  },
  gradient: ({ b, dy, inputs: [x], attributes: { block, mode } }) => {
    const [n, depth, h, w] = b.shapeOf(x!) as readonly [Dimension, number, number, number];
    const opened = reshapeTo(b, dy, [n, depth / (block * block), h, block, w, block]);
    return reshapeTo(b, b.transpose(opened, mode === 'DCR' ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4]), [n, depth, h, w]);
  },
});
