import { normalizeAxes } from './axes.ts';
import { defineOperator, without } from './definition.ts';
import { reshapeLike } from './gradient-helpers.ts';

/**
 * Drops the named axes, which have size 1. A file may name none and mean all such axes; import names them, so that a batch of one
 * is not dropped too.
 * @see https://onnx.ai/onnx/operators/onnx__Squeeze.html
 */
export const Squeeze = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'order', moves: 'all' },
  attributes: () => ({}),
  infer: ({ input, integers, fail }) => {
    const { type, shape } = input(0);
    const axes = normalizeAxes(integers(1)!, shape.length, fail);
    for (const axis of axes) {
      if (shape[axis] !== 1) fail(`axis ${axis} has size ${shape[axis]}; only axes of size 1 can be dropped.`);
    }
    return [{ type, shape: shape.filter((_, axis) => !axes.includes(axis)) }];
  },
  evaluate: ({ input }) => [input(0).data],
  gradient: ({ b, dy, inputs: [x] }) => reshapeLike(b, dy, x!),
  upgrade: ({ b, node, opset }) => {
    if (opset >= 13 && node.inputs.length === 2) return undefined;
    const [x] = node.inputs as [string];
    const { axes = b.shapeOf(x).flatMap((size, axis) => (size === 1 ? [axis] : [])) } = node.attributes;
    return b.append('Squeeze', [x, b.integers(axes as readonly number[])], without(node.attributes, 'axes'), { name: node.name, outputs: node.outputs });
  },
});
