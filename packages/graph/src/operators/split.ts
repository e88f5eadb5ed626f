import { forEachIndex } from '../broadcast.ts';
import { elementCount, stridesOf } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator, without } from './definition.ts';
import { zerosLike } from './gradient-helpers.ts';

/** Parts along an axis: of the sizes given, or as even as `num_outputs` allows. @see https://onnx.ai/onnx/operators/onnx__Split.html */
export const Split = defineOperator({
  inputs: [1, 2],
  outputs: [1, Infinity],
  traits: { reach: { axis: 0 }, moves: 'some' },
  attributes: (read) => ({ axis: read.integer('axis', 0), parts: read.has('num_outputs') ? read.integer('num_outputs') : undefined }),
  infer: ({ node, input, integers, attributes, fail }) => {
    const { type, shape } = input(0);
    const axis = normalizeAxis(attributes.axis, shape.length, fail);
    const size = shape[axis]!;
    const parts = node.outputs.length;
    if (attributes.parts !== undefined && attributes.parts !== parts) fail(`num_outputs is ${attributes.parts}, but there are ${parts} outputs.`);
    const chunk = Math.ceil(size / parts);
    const sizes = integers(1) ?? Array.from({ length: parts }, (_, i) => Math.min(chunk, size - i * chunk));
    if (sizes.length !== node.outputs.length || sizes.some((part) => part < 0) || sizes.reduce((sum, part) => sum + part, 0) !== size) {
      fail(`parts of [${sizes.join(', ')}] do not make up axis ${axis}, which has size ${size}.`);
    }
    return sizes.map((part) => ({ type, shape: shape.map((known, i) => (i === axis ? part : known)) }));
  },
  evaluate: ({ input, attributes, outputs }) => {
    const { shape, data } = input(0);
    const axis = attributes.axis < 0 ? attributes.axis + shape.length : attributes.axis;
    const strides = stridesOf(shape);
    let start = 0;
    return outputs.map((output) => {
      const result = new Float64Array(elementCount(output.shape));
      const origin = start * strides[axis]!;
      forEachIndex(output.shape, [strides], (position, [source]) => {
        result[position] = data[origin + source!]!;
      });
      start += output.shape[axis]!;
      return result;
    });
  },
  gradient: ({ b, dys, outputs, attributes, refuse }, index) => (index === 0
    ? b.concat(outputs.map((output, i) => dys[i] ?? zerosLike(b, output)), attributes.axis)
    : refuse('its sizes must be constants')),
  upgrade: ({ b, node, opset }) => {
    if (opset >= 18) return undefined;
    const { split } = node.attributes;
    const sizes = opset < 13 && Array.isArray(split) ? [b.integers(split as readonly number[])] : node.inputs.slice(1);
    const parts = sizes.length === 0 ? { num_outputs: node.outputs.length } : {};
    return b.append('Split', [node.inputs[0]!, ...sizes], { ...without(node.attributes, 'split'), ...parts }, { name: node.name, outputs: node.outputs });
  },
});
