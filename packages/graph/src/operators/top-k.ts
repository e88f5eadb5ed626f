import { AttributeReader } from '../attributes.ts';
import { elementCount } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator, without } from './definition.ts';
import type { InferContext, Known } from './definition.ts';
import { zerosLike } from './gradient-helpers.ts';
import { unreachable } from './unreachable.ts';

interface TopKAttributes {
  readonly axis: number;
  readonly isLargest: boolean;
}

/**
 * The k greatest (or least) values along an axis, in order, and where they were; of equal values the first. The gradient goes to the places
 * that the device itself names, so that it is that of its own values also where some are equal.
 * @see https://onnx.ai/onnx/operators/onnx__TopK.html
 */
export const TopK = defineOperator<TopKAttributes>({
  inputs: [2, 2],
  outputs: [2, 2],
  traits: { reach: { axis: -1 }, takesSizes: true },
  attributes: (read) => {
    // The order is part of the values: import asks for it also where the file leaves it open.
    read.integer('sorted', 1);
    return { axis: read.integer('axis', -1), isLargest: read.flag('largest', true) };
  },
  infer: (context) => {
    const { type, shape } = context.input(0);
    const { axis, count } = chosen(context, context.input(0));
    const picked = shape.map((size, at) => (at === axis ? count : size));
    return [{ type, shape: picked }, { type: 'int64', shape: picked }];
  },
  evaluate: ({ input, integers, attributes, outputs: [values] }) => {
    const { shape, data } = input(0);
    const { axis, count } = chosen({ attributes, integers, fail: unreachable }, input(0));
    const size = shape[axis]!;
    const inner = elementCount(shape.slice(axis + 1));
    const found = new Float64Array(elementCount(values!.shape));
    const places = new Float64Array(found.length);
    const sign = attributes.isLargest ? 1 : -1;
    // NaN counts as the greatest, as in PyTorch.
    const rank = (x: number): number => (Number.isNaN(x) ? Infinity : sign * x);
    for (let line = 0; line < data.length / size; line++) {
      const [outer, offset] = [Math.floor(line / inner), line % inner];
      const at = (index: number): number => data[(outer * size + index) * inner + offset]!;
      const order = Array.from({ length: size }, (_, index) => index).sort((a, c) => Number(rank(at(c)) > rank(at(a))) - Number(rank(at(a)) > rank(at(c))) || a - c);
      for (let i = 0; i < count; i++) {
        const to = (outer * count + i) * inner + offset;
        found[to] = at(order[i]!);
        places[to] = order[i]!;
      }
    }
    return [found, places];
  },
  gradient: ({ b, dys: [dy], inputs: [x], outputs: [, places], attributes: { axis }, refuse }, index) => {
    if (index !== 0) return refuse('its count must be a constant');
    return dy === undefined ? undefined : b.scatterElements(zerosLike(b, x!), places!, dy, { axis });
  },
  upgrade: ({ b, node }) => {
    const read = new AttributeReader(node);
    const k = node.inputs[1] ?? b.integers([read.integer('k')]);
    const outputs = [0, 1].map((i) => node.outputs[i] || b.fresh(`${node.name} ${i === 0 ? 'values' : 'places'}`));
    return b.append('TopK', [node.inputs[0]!, k], { ...without(node.attributes, 'k'), sorted: 1 }, { name: node.name, outputs });
  },
});

function chosen({ attributes, integers, fail }: Pick<InferContext<TopKAttributes>, 'attributes' | 'integers' | 'fail'>, { shape }: Pick<Known, 'shape'>): { readonly axis: number; readonly count: number } {
  const axis = normalizeAxis(attributes.axis, shape.length, fail);
  const counts = integers(1)!;
  const [count] = counts;
  if (counts.length !== 1 || !Number.isInteger(count) || count! < 0 || count! > shape[axis]!) fail(`k must be one number from 0 to ${shape[axis]}, the size of axis ${axis}, got [${counts.join(', ')}].`);
  return { axis, count: count! };
}
