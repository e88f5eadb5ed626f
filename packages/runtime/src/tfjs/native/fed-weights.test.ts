import { expect, it } from 'vitest';
import { fedWeights } from './fed-weights.ts';
import type { RecordedConstant, Recording } from './recording.ts';

const large: RecordedConstant = { shape: [512, 512], dtype: 1, numbers: () => new Float32Array(512 * 512) };

/** The weights are 1, the image is 2; results are counted from 10 on. */
function fed(operations: readonly (readonly [name: string, inputs: readonly number[]])[], constant = large): number[] {
  const recording: Recording = {
    operations: operations.map(([name, inputs], i) => ({ name, inputs, attributes: [], outputs: [{ id: 10 + i, shape: [512, 512], dtype: 1 }] })),
    constants: new Map([[1, constant], [3, { shape: [2], dtype: 3, numbers: () => Int32Array.of(512, 512) }]]),
    feeds: new Map([[2, { shape: [512, 512], dtype: 1 }]]),
    results: [[9 + operations.length]],
  };
  return fedWeights(recording);
}

it('hands over what only products read, in another shape or not', () => {
  expect(fed([['BatchMatMulV2', [2, 1]]])).toEqual([1]);
  expect(fed([['Reshape', [1, 3]], ['BatchMatMulV2', [2, 10]], ['BatchMatMulV2', [11, 1]]])).toEqual([1]);
});

it('leaves in the model what TensorFlow has a form of its own of, what is computed with, and what is small', () => {
  expect(fed([['Conv2D', [2, 1]]])).toEqual([]);
  expect(fed([['Reshape', [1, 3]], ['Mul', [2, 10]]])).toEqual([]);
  expect(fed([['BatchMatMulV2', [2, 1]], ['Add', [10, 1]]])).toEqual([]);
  expect(fed([['Reshape', [1, 3]]])).toEqual([]);
  expect(fed([['BatchMatMulV2', [2, 1]]], { ...large, shape: [511, 512] })).toEqual([]);
});
