import { elementCount } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator } from './definition.ts';

/** Running sums along an axis; `exclusive` leaves an entry's own value out, `reverse` runs from the end. @see https://onnx.ai/onnx/operators/onnx__CumSum.html */
export const CumSum = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'operand', linear: 'in all' },
  attributes: (read) => ({ isExclusive: read.flag('exclusive', false), isReverse: read.flag('reverse', false) }),
  infer: ({ input, integers, fail }) => {
    const { type, shape } = input(0);
    normalizeAxis(integers(1)![0]!, shape.length, fail);
    return [{ type, shape }];
  },
  evaluate: ({ input, integers, attributes: { isExclusive, isReverse } }) => {
    const { shape, data } = input(0);
    const axis = integers(1)![0]!;
    const start = axis < 0 ? axis + shape.length : axis;
    const size = shape[start]!;
    const inner = elementCount(shape.slice(start + 1));
    const result = new Float64Array(data.length);
    for (let line = 0; line < data.length / size; line++) {
      const origin = Math.floor(line / inner) * size * inner + (line % inner);
      let sum = 0;
      for (let i = 0; i < size; i++) {
        const at = origin + (isReverse ? size - 1 - i : i) * inner;
        result[at] = isExclusive ? sum : sum + data[at]!;
        sum += data[at]!;
      }
    }
    return [result];
  },
  // The transpose of summing what came before is summing what comes after.
  gradient: ({ b, dy, inputs: [, axis], attributes: { isExclusive, isReverse }, refuse }, index) => (index === 0
    ? b.op('CumSum', [dy, axis!], { exclusive: isExclusive ? 1 : 0, reverse: isReverse ? 0 : 1 })
    : refuse('its axis must be a constant')),
});
