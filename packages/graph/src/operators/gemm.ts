import { broadcastStrides } from '../broadcast.ts';
import { defineOperator } from './definition.ts';

/** alpha · A′B′ + beta · C, where ′ may transpose. @see https://onnx.ai/onnx/operators/onnx__Gemm.html */
export const Gemm = defineOperator({
  inputs: [2, 3],
  traits: { reach: 'image', linear: 'in one' },
  attributes: (read) => ({ alpha: read.number('alpha', 1), beta: read.number('beta', 1), transA: read.flag('transA', false), transB: read.flag('transB', false) }),
  infer: ({ input, inputs, attributes: { transA, transB }, fail }) => {
    const [a, b] = [input(0).shape, input(1).shape];
    if (a.length !== 2 || b.length !== 2) fail(`both factors must be matrices, got [${a.join(', ')}] and [${b.join(', ')}].`);
    const [rows, inner] = transA ? [a[1]!, a[0]!] : [a[0]!, a[1]!];
    const [innerB, columns] = transB ? [b[1]!, b[0]!] : [b[0]!, b[1]!];
    if (inner !== innerB) fail(`a matrix with ${inner} columns does not multiply one with ${innerB} rows.`);
    const c = inputs[2]?.shape;
    if (c !== undefined && (c.length > 2 || [columns, rows].some((size, i) => ![undefined, 1, size].includes(c.at(-1 - i))))) fail(`C [${c.join(', ')}] does not broadcast to [${rows}, ${columns}].`);
    return [{ type: input(0).type, shape: [rows, columns] }];
  },
  evaluate: ({ input, inputs: [, , c], attributes: { alpha, beta, transA, transB }, outputs: [output] }) => {
    const [a, b] = [input(0), input(1)];
    const [rows, columns] = output!.shape as [number, number];
    const inner = transA ? a.shape[0]! : a.shape[1]!;
    const [aRow, aColumn] = transA ? [1, rows] : [inner, 1];
    const [bRow, bColumn] = transB ? [1, inner] : [columns, 1];
    const [cRow, cColumn] = c === undefined ? [0, 0] : (broadcastStrides(c.shape, output!.shape) as [number, number]);
    const result = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) sum += a.data[i * aRow + k * aColumn]! * b.data[k * bRow + j * bColumn]!;
        result[i * columns + j] = alpha * sum + (c === undefined ? 0 : beta * c.data[i * cRow + j * cColumn]!);
      }
    }
    return [result];
  },
  gradient: ({ b, dy, inputs: [left, right], attributes: { alpha, beta, transA, transB } }, index) => {
    const product = (first: string, second: string, flipFirst: boolean, flipSecond: boolean): string =>
      b.op('Gemm', [first, second], { alpha, transA: flipFirst ? 1 : 0, transB: flipSecond ? 1 : 0 });
    if (index === 0) return transA ? product(right!, dy, transB, true) : product(dy, right!, false, !transB);
    if (index === 1) return transB ? product(dy, left!, true, transA) : product(left!, dy, !transA, false);
    return beta === 1 ? dy : b.mul(dy, beta);
  },
  // Only C broadcasts.
  broadcasts: true,
  multiplyAdds: ({ input, attributes: { transA } }, [output]) => output!.shape[0]! * output!.shape[1]! * input(0).shape[transA ? 0 : 1]!,
});
