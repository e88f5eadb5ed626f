import { forEachIndex } from '../broadcast.ts';
import { stridesOf } from '../tensor.ts';
import { defineOperator } from './definition.ts';

/** Moves blocks of space into channels: [N, C, H·r, W·r] to [N, C·r², H, W], the rows and columns of a block outermost. @see https://onnx.ai/onnx/operators/onnx__SpaceToDepth.html */
export const SpaceToDepth = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'image', moves: 'all' },
  attributes: (read) => ({ block: read.integer('blocksize') }),
  infer: ({ input, attributes: { block }, fail }) => {
    const { type, shape } = input(0);
    if (shape.length !== 4 || block < 1 || shape[2]! % block !== 0 || shape[3]! % block !== 0) fail(`input [${shape.join(', ')}] must be [N, C, H·${block}, W·${block}].`);
    const [n, c, h, w] = shape as readonly [number, number, number, number];
    return [{ type, shape: [n, c * block * block, h / block, w / block] }];
  },
  evaluate: ({ input, attributes: { block } }) => {
    const { shape, data } = input(0);
    const [n, c, h, w] = shape as readonly [number, number, number, number];
    const opened = [n, c, h / block, block, w / block, block];
    const order = [0, 3, 5, 1, 2, 4];
    const strides = stridesOf(opened);
    const result = new Float64Array(data.length);
    forEachIndex(order.map((axis) => opened[axis]!), [order.map((axis) => strides[axis]!)], (position, [source]) => {
      result[position] = data[source!]!;
    });
    return [result];
  },
  gradient: ({ b, dy, attributes: { block } }) => b.depthToSpace(dy, block, 'DCR'),
});
