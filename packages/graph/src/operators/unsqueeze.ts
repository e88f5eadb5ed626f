import { normalizeAxes } from './axes.ts';
import { defineOperator, without } from './definition.ts';
import { reshapeLike } from './gradient-helpers.ts';

/** Inserts axes of size 1, at the places they have in the result. @see https://onnx.ai/onnx/operators/onnx__Unsqueeze.html */
export const Unsqueeze = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'order', moves: 'all' },
  attributes: () => ({}),
  infer: ({ input, integers, fail }) => {
    const { type, shape } = input(0);
    const named = integers(1)!;
    const rank = shape.length + named.length;
    const axes = new Set(normalizeAxes(named, rank, fail));
    const sizes = [...shape];
    return [{ type, shape: Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : sizes.shift()!)) }];
  },
  evaluate: ({ input }) => [input(0).data],
  gradient: ({ b, dy, inputs: [x] }) => reshapeLike(b, dy, x!),
  upgrade: ({ b, node, opset }) => {
    if (opset >= 13) return undefined;
    const axes = node.attributes['axes'] as readonly number[];
    return b.append('Unsqueeze', [node.inputs[0]!, b.integers(axes)], without(node.attributes, 'axes'), { name: node.name, outputs: node.outputs });
  },
});
