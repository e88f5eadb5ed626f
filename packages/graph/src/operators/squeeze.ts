import { normalizeAxes } from './axes.ts';
import { defineOperator, without } from './definition.ts';
import { reshapeLike } from './gradient-helpers.ts';

/** Drops axes of size 1: those named, or all. @see https://onnx.ai/onnx/operators/onnx__Squeeze.html */
export const Squeeze = defineOperator({
  inputs: [1, 2],
  attributes: () => ({}),
  infer: ({ input, integers, fail }) => {
    const { type, shape } = input(0);
    const named = integers(1);
    const axes = named === undefined ? shape.flatMap((size, axis) => (size === 1 ? [axis] : [])) : normalizeAxes(named, shape.length, fail);
    for (const axis of axes) {
      if (shape[axis] !== 1) fail(`axis ${axis} has size ${shape[axis]}; only axes of size 1 can be dropped.`);
    }
    return [{ type, shape: shape.filter((_, axis) => !axes.includes(axis)) }];
  },
  evaluate: ({ input }) => [input(0).data],
  gradient: ({ b, dy, inputs: [x] }) => reshapeLike(b, dy, x!),
  upgrade: ({ b, node, opset }) => {
    if (opset >= 13) return undefined;
    const { axes } = node.attributes;
    const inputs = Array.isArray(axes) ? [node.inputs[0]!, b.integers(axes as readonly number[])] : node.inputs;
    return b.append('Squeeze', inputs, without(node.attributes, 'axes'), { name: node.name, outputs: node.outputs });
  },
});
