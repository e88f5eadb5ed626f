import { forEachIndex } from '../broadcast.ts';
import { elementCount, stridesOf } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator } from './definition.ts';
import { sameType } from './elementwise.ts';

/** Inputs one after another along an axis. @see https://onnx.ai/onnx/operators/onnx__Concat.html */
export const Concat = defineOperator({
  inputs: [1, Infinity],
  traits: { reach: { axis: 0 }, linear: 'in all' },
  attributes: (read) => ({ axis: read.integer('axis') }),
  infer: (context) => {
    const { inputs, input, attributes, fail } = context;
    const first = input(0);
    const axis = normalizeAxis(attributes.axis, first.shape.length, fail);
    const shapes = inputs.map((_, i) => input(i).shape);
    for (const shape of shapes) {
      if (shape.length !== first.shape.length || shape.some((size, i) => i !== axis && size !== first.shape[i])) {
        fail(`[${first.shape.join(', ')}] and [${shape.join(', ')}] differ outside of axis ${axis}.`);
      }
    }
    const total = shapes.reduce((sum, shape) => sum + shape[axis]!, 0);
    return [{ type: sameType(context), shape: first.shape.map((size, i) => (i === axis ? total : size)) }];
  },
  evaluate: ({ inputs, input, attributes, outputs: [output] }) => {
    const { shape } = output!;
    const axis = attributes.axis < 0 ? attributes.axis + shape.length : attributes.axis;
    const strides = stridesOf(shape);
    const result = new Float64Array(elementCount(shape));
    let start = 0;
    inputs.forEach((_, i) => {
      const part = input(i);
      forEachIndex(part.shape, [strides], (position, [target]) => {
        result[target! + start * strides[axis]!] = part.data[position]!;
      });
      start += part.shape[axis]!;
    });
    return [result];
  },
  gradient: ({ b, dy, inputs, attributes, refuse }, index) => {
    const sizes = inputs.map((input) => {
      const shape = b.shapeOf(input);
      const size = shape.at(attributes.axis);
      return typeof size === 'number' ? size : refuse('joining along the batch is not supported');
    });
    const start = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
    return b.slice(dy, { starts: [start], ends: [start + sizes[index]!], axes: [attributes.axis] });
  },
});
