import { forEachIndex } from '../broadcast.ts';
import type { Shape } from '../graph.ts';
import { elementCount, stridesOf } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import { reshapeTo } from './gradient-helpers.ts';

/** x repeated along each axis. @see https://onnx.ai/onnx/operators/onnx__Tile.html */
export const Tile = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'operand', moves: 'repeats', takesSizes: true },
  attributes: () => ({}),
  infer: ({ input, integers, fail }) => {
    const { type, shape } = input(0);
    const repeats = integers(1)!;
    if (repeats.length !== shape.length || repeats.some((count) => count < 0)) fail(`repeats [${repeats.join(', ')}] must be one count per axis of [${shape.join(', ')}].`);
    return [{ type, shape: shape.map((size, axis) => size * repeats[axis]!) }];
  },
  evaluate: ({ input, outputs: [output] }) => {
    const { shape, data } = input(0);
    const strides = stridesOf(shape);
    const outStrides = stridesOf(output!.shape);
    const result = new Float64Array(elementCount(output!.shape));
    forEachIndex(output!.shape, [], (position) => {
      result[position] = data[shape.reduce((sum, size, axis) => sum + (Math.floor(position / outStrides[axis]!) % output!.shape[axis]! % size) * strides[axis]!, 0)]!;
    });
    return [result];
  },
  gradient: ({ b, dy, inputs: [x, repeatValue], refuse }, index) => {
    const repeats = index === 0 ? b.knownOf(repeatValue!)[0].values?.() : undefined;
    if (repeats === undefined) return refuse('its counts must be constants');
    const shape: Shape = b.shapeOf(x!);
    // Each repeated axis is opened into (repeat, size), and the repeats are summed.
    const axes: number[] = [];
    const opened = shape.flatMap((size, axis) => (repeats[axis] === 1 ? [size] : [repeats[axis]!, size]));
    shape.forEach((_, axis) => {
      if (repeats[axis] !== 1) axes.push(axis + axes.length);
    });
    return axes.length === 0 ? dy : b.reduceSum(reshapeTo(b, dy, opened), axes);
  },
});
