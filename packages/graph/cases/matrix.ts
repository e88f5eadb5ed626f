import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

export const matrixCases: readonly OperatorCase[] = [
  operatorCase({ name: 'Gemm with a transposed second factor and a bias', operator: 'Gemm', inputs: { a: { shape: ['N', 4] }, w: { shape: [5, 4] }, c: { shape: [5] } }, build: (b, { a, w, c }) => b.op('Gemm', [a, w, c], { transB: 1 }) }),
  operatorCase({ name: 'Gemm with alpha and beta', operator: 'Gemm', inputs: { a: { shape: ['N', 4] }, w: { shape: [4, 5] }, c: { shape: ['N', 1] } }, build: (b, { a, w, c }) => b.op('Gemm', [a, w, c], { alpha: 0.5, beta: 2 }) }),
  operatorCase({ name: 'Gemm with a transposed first factor', operator: 'Gemm', inputs: { a: { shape: [4, 'N'] }, w: { shape: [4, 5] } }, build: (b, { a, w }) => b.op('Gemm', [a, w], { transA: 1 }) }),
  operatorCase({ name: 'Gemm with both factors transposed', operator: 'Gemm', inputs: { a: { shape: [4, 'N'] }, w: { shape: [5, 4] } }, build: (b, { a, w }) => b.op('Gemm', [a, w], { transA: 1, transB: 1, alpha: -1.5 }) }),
  operatorCase({ name: 'MatMul of two matrices', operator: 'MatMul', inputs: { a: { shape: ['N', 4] }, w: { shape: [4, 5] } }, build: (b, { a, w }) => b.matMul(a, w) }),
  operatorCase({ name: 'MatMul of tokens with one matrix', operator: 'MatMul', inputs: { a: { shape: ['N', 3, 4] }, w: { shape: [4, 5] } }, build: (b, { a, w }) => b.matMul(a, w) }),
  operatorCase({ name: 'MatMul of stacks, one of them broadcast', operator: 'MatMul', inputs: { a: { shape: ['N', 2, 3, 4] }, w: { shape: [1, 4, 3] } }, build: (b, { a, w }) => b.matMul(a, w) }),
];
