import { stridesOf } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';

/** The tensor with its axes in another order: axis i of the result is axis `permutation[i]` of the tensor. */
export function permuteTensor(tensor: Tensor, permutation: readonly number[]): Tensor {
  const shape = permutation.map((axis) => tensor.shape[axis]!);
  const strides = permutation.map((axis) => stridesOf(tensor.shape)[axis]!);
  // All kinds of arrays are written alike, by number; the elements fit because both arrays are of one kind.
  const Kind = tensor.data.constructor as new (length: number) => Float32Array;
  const data = new Kind(tensor.data.length);
  const source = tensor.data as Float32Array;
  const inner = shape.at(-1) ?? 1;
  const innerStride = strides.at(-1) ?? 1;
  const index = new Array<number>(shape.length).fill(0);
  for (let to = 0, from = 0; to < data.length; to += inner) {
    for (let i = 0; i < inner; i++) data[to + i] = source[from + i * innerStride]!;
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      index[axis]! += 1;
      from += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return { type: tensor.type, shape, data };
}
