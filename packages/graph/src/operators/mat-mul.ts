import { broadcastShapes, broadcastStrides, forEachIndex } from '../broadcast.ts';
import type { GraphWriter } from '../graph-writer.ts';
import { elementCount } from '../tensor.ts';
import { swappedLastAxes } from './axes.ts';
import { defineOperator, noAttributes } from './definition.ts';

/** Matrix product over the last two axes; the axes before them broadcast. @see https://onnx.ai/onnx/operators/onnx__MatMul.html */
export const MatMul = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'axes', linear: 'in one' },
  attributes: noAttributes,
  infer: ({ input, fail }) => {
    const [a, b] = [input(0).shape, input(1).shape];
    if (a.length === 0 || b.length === 0) fail('scalars do not multiply as matrices.');
    const [left, right] = asMatrices(a, b);
    const batch = broadcastShapes([left.slice(0, -2), right.slice(0, -2)]);
    if (left.at(-1) !== right.at(-2) || batch === undefined) fail(`[${a.join(', ')}] and [${b.join(', ')}] do not multiply.`);
    const core = [...(a.length === 1 ? [] : [left.at(-2)!]), ...(b.length === 1 ? [] : [right.at(-1)!])];
    return [{ type: input(0).type, shape: [...batch!, ...core] }];
  },
  evaluate: ({ input }) => {
    const [a, b] = [input(0), input(1)];
    const [left, right] = asMatrices(a.shape, b.shape);
    const batch = broadcastShapes([left.slice(0, -2), right.slice(0, -2)])!;
    const [rows, inner, columns] = [left.at(-2)!, left.at(-1)!, right.at(-1)!];
    const result = new Float64Array(elementCount(batch) * rows * columns);
    forEachIndex(batch, [broadcastStrides(left.slice(0, -2), batch), broadcastStrides(right.slice(0, -2), batch)], (position, [atA, atB]) => {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) sum += a.data[(atA! * rows + i) * inner + k]! * b.data[(atB! * inner + k) * columns + j]!;
          result[(position * rows + i) * columns + j] = sum;
        }
      }
    });
    return [result];
  },
  gradient: ({ b, dy, inputs, refuse }, index) => {
    const [left, right] = inputs as [string, string];
    if (b.shapeOf(left).length < 2 || b.shapeOf(right).length < 2) return refuse('the gradient of a product with a vector is not supported; reshape it to a matrix');
    return index === 0 ? b.matMul(dy, swapLastAxes(b, right)) : b.matMul(swapLastAxes(b, left), dy);
  },
  broadcasts: true,
  multiplyAdds: ({ input }, [output]) => elementCount(output!.shape) * input(0).shape.at(-1)!,
});

/** Vectors count as a row on the left and as a column on the right. */
function asMatrices(a: readonly number[], b: readonly number[]): readonly [readonly number[], readonly number[]] {
  return [a.length === 1 ? [1, a[0]!] : a, b.length === 1 ? [b[0]!, 1] : b];
}

function swapLastAxes(b: GraphWriter, x: string): string {
  return b.transpose(x, swappedLastAxes(b.shapeOf(x).length));
}
