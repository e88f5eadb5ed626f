import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

const image = { shape: ['N', 3, 4, 5] } as const;
const operators = ['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL2'] as const;

export const reduceCases: readonly OperatorCase[] = [
  ...operators.flatMap((operator) => [
    operatorCase({ name: `${operator} over space`, operator, inputs: { x: image }, build: (b, { x }) => b.op(operator, [x, b.integers([2, 3])], { keepdims: 0 }) }),
    operatorCase({ name: `${operator} over channels, keeping the axis`, operator, inputs: { x: image }, build: (b, { x }) => b.op(operator, [x, b.integers([-3])], { keepdims: 1 }) }),
    operatorCase({ name: `${operator} over everything, batch included`, operator, inputs: { x: image }, build: (b, { x }) => b.op(operator, [x], { keepdims: 0 }) }),
    operatorCase({ name: `${operator} over the batch`, operator, inputs: { x: image }, build: (b, { x }) => b.op(operator, [x, b.integers([0])], { keepdims: 1 }) }),
  ]),
  operatorCase({ name: 'ReduceSum over no axes is the identity when asked so', operator: 'ReduceSum', inputs: { x: image }, build: (b, { x }) => b.op('ReduceSum', [x], { keepdims: 1, noop_with_empty_axes: 1 }) }),
  operatorCase({ name: 'ReduceProd of a shape', operator: 'ReduceProd', inputs: { x: image }, build: (b, { x }) => b.mul(x, b.cast(b.op('ReduceProd', [b.shape(x)], { keepdims: 0 }), 'float32')) }),
  operatorCase({ name: 'GlobalAveragePool of an image', operator: 'GlobalAveragePool', inputs: { x: image }, build: (b, { x }) => b.globalAveragePool(x) }),
  operatorCase({ name: 'GlobalMaxPool of an image', operator: 'GlobalMaxPool', inputs: { x: image }, build: (b, { x }) => b.op('GlobalMaxPool', [x]) }),
  operatorCase({ name: 'Softmax over channels', operator: 'Softmax', inputs: { x: image }, build: (b, { x }) => b.softmax(x, 1) }),
  operatorCase({ name: 'Softmax over the last axis', operator: 'Softmax', inputs: { x: { shape: ['N', 7], range: [-4, 4] } }, build: (b, { x }) => b.softmax(x, -1) }),
  operatorCase({ name: 'LogSoftmax over the last axis', operator: 'LogSoftmax', inputs: { x: { shape: ['N', 7], range: [-4, 4] } }, build: (b, { x }) => b.op('LogSoftmax', [x], { axis: -1 }) }),
  operatorCase({ name: 'LogSoftmax over channels', operator: 'LogSoftmax', inputs: { x: image }, build: (b, { x }) => b.op('LogSoftmax', [x], { axis: 1 }) }),
  operatorCase({ name: 'CumSum along rows', operator: 'CumSum', inputs: { x: image }, build: (b, { x }) => b.op('CumSum', [x, b.scalar(-2, 'int64')]) }),
  operatorCase({ name: 'CumSum from the end, each entry left out', operator: 'CumSum', inputs: { x: image }, build: (b, { x }) => b.op('CumSum', [x, b.scalar(1, 'int64')], { exclusive: 1, reverse: 1 }) }),
];
