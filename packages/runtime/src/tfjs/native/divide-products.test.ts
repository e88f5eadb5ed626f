import { describe, expect, it } from 'vitest';
import type { AttributeTypes, OperationAttribute } from './binding.ts';
import { divideProducts } from './divide-products.ts';
import type { RecordedConstant, RecordedOperation, Recording } from './recording.ts';

const types: AttributeTypes = { TF_ATTR_STRING: 0, TF_ATTR_INT: 1, TF_ATTR_FLOAT: 2, TF_ATTR_BOOL: 3, TF_ATTR_TYPE: 4 };
const nhwc: OperationAttribute = { name: 'data_format', type: types.TF_ATTR_STRING, value: 'NHWC' };
const transposed: OperationAttribute = { name: 'adj_y', type: types.TF_ATTR_BOOL, value: true };

/** The image is 1, weights are 2, a bias is 3; results are counted from 10 on. */
function recorded(operations: readonly { readonly name: string; readonly inputs: readonly number[]; readonly shape: readonly number[]; readonly attributes?: readonly OperationAttribute[] }[], weights: readonly number[], { results = [9 + operations.length], bias = weights.at(-1)! } = {}): Recording {
  return {
    operations: operations.map(({ name, inputs, shape, attributes = [] }, i) => ({ name, inputs, attributes, outputs: [{ id: 10 + i, shape, dtype: 1 }] })),
    constants: new Map([[2, counting(weights)], [3, counting([bias])]]),
    feeds: new Map([[1, { shape: [1], dtype: 1 }]]),
    results: [results],
  };
}

function counting(shape: readonly number[]): RecordedConstant {
  return { shape, dtype: 1, numbers: () => Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => i) };
}

const convolution = { name: 'Conv2D', inputs: [1, 2], shape: [1, 16, 16, 64], attributes: [nhwc] };
const names = ({ operations }: Recording): string[] => operations.map(({ name }) => name);
const weightsOf = ({ constants }: Recording, { inputs }: RecordedOperation): RecordedConstant => constants.get(inputs[1]!)!;

describe('divideProducts', () => {
  it('gives each part its share of the filters, the bias and the rectifier, and puts the parts together where the whole was', () => {
    const divided = divideProducts(recorded([convolution, { name: 'Add', inputs: [10, 3], shape: [1, 16, 16, 64] }, { name: 'Relu', inputs: [11], shape: [1, 16, 16, 64] }], [3, 3, 64, 64]), 2, types);
    expect(names(divided)).toEqual(['Conv2D', 'Add', 'Relu', 'Conv2D', 'Add', 'Relu', 'ConcatV2']);
    const [first, , , second, add, relu, concat] = divided.operations as [RecordedOperation, RecordedOperation, RecordedOperation, RecordedOperation, RecordedOperation, RecordedOperation, RecordedOperation];
    for (const [part, at] of [[first, 0], [second, 32]] as const) {
      const { shape, numbers } = weightsOf(divided, part);
      expect([part.inputs[0], part.attributes, part.outputs[0]!.shape, shape]).toEqual([1, [nhwc], [1, 16, 16, 32], [3, 3, 64, 32]]);
      expect([...numbers().subarray(0, 33)]).toEqual([...Array.from({ length: 32 }, (_, i) => at + i), 64 + at]);
    }
    expect([add.inputs[0], [...weightsOf(divided, add).numbers()]]).toEqual([second.outputs[0]!.id, Array.from({ length: 32 }, (_, i) => 32 + i)]);
    expect(relu.inputs).toEqual([add.outputs[0]!.id]);
    expect([concat.inputs.slice(0, 2), concat.outputs, divided.results]).toEqual([[divided.operations[2]!.outputs[0]!.id, relu.outputs[0]!.id], [{ id: 12, shape: [1, 16, 16, 64], dtype: 1 }], [[12]]]);
    expect([...divided.constants.get(concat.inputs[2]!)!.numbers()]).toEqual([3]);
    expect(Object.fromEntries(concat.attributes.map(({ name, value }) => [name, value]))).toEqual({ N: 2, T: 1, Tidx: 3 });
  });

  it.each<[string, Recording]>([
    ['somebody else reads what lies between', recorded([convolution, { name: 'Relu', inputs: [10], shape: [1, 16, 16, 64] }, { name: 'AddV2', inputs: [10, 11], shape: [1, 16, 16, 64] }], [3, 3, 64, 64])],
    ['it was asked for', recorded([convolution, { name: 'Relu', inputs: [10], shape: [1, 16, 16, 64] }], [3, 3, 64, 64], { results: [10, 11] })],
    ['what follows adds an image', recorded([convolution, { name: 'Add', inputs: [10, 1], shape: [1, 16, 16, 64] }], [3, 3, 64, 64])],
    ['what follows adds one number for each of another axis', recorded([convolution, { name: 'Add', inputs: [10, 3], shape: [1, 16, 16, 64] }], [3, 3, 64, 64], { bias: 16 })],
  ])('puts the parts together before what follows where %s', (_why, recording) => {
    expect(names(divideProducts(recording, 2, types)).slice(0, 3)).toEqual(['Conv2D', 'Conv2D', 'ConcatV2']);
  });

  it('divides products with weights, which may be transposed or given another shape first', () => {
    const rows = { inputs: [1, 10], shape: [1, 128, 256], name: 'BatchMatMulV2' };
    const reshape = { name: 'Reshape', inputs: [2, 3], shape: [1, 256, 512] };
    const transposedWeights = divideProducts(recorded([{ ...reshape, shape: [1, 256, 512] }, { ...rows, attributes: [transposed] }], [256, 512]), 2, types);
    expect(names(transposedWeights)).toEqual(['Reshape', 'BatchMatMulV2', 'BatchMatMulV2', 'ConcatV2']);
    const second = weightsOf(transposedWeights, transposedWeights.operations[2]!);
    expect([second.shape, second.numbers()[0]]).toEqual([[1, 128, 512], 128 * 512]);
    const plain = divideProducts(recorded([{ ...reshape, shape: [1, 512, 256] }, rows], [512, 256]), 2, types);
    const part = weightsOf(plain, plain.operations[2]!);
    expect([part.shape, [...part.numbers().subarray(127, 129)]]).toEqual([[1, 512, 128], [255, 256 + 128]]);
  });

  it('makes as many parts as there is work and whole vectors of channels for', () => {
    const count = (atOnce: number, shape: readonly number[], weights: readonly number[]): number => Math.max(1, names(divideProducts(recorded([{ ...convolution, shape }], weights), atOnce, types)).length - 1);
    expect(count(1, [1, 16, 16, 64], [3, 3, 64, 64])).toBe(1);
    expect(count(8, [1, 16, 16, 64], [3, 3, 64, 64])).toBe(2);
    expect(count(8, [1, 8, 8, 64], [3, 3, 64, 64])).toBe(1);
    expect(count(8, [1, 64, 64, 64], [3, 3, 64, 64])).toBe(2);
    expect(count(8, [1, 64, 64, 48], [3, 3, 64, 48])).toBe(1);
    expect(count(2, [1, 64, 64, 112], [3, 3, 64, 112])).toBe(1);
    expect(count(4, [1, 64, 64, 144], [3, 3, 64, 144])).toBe(3);
  });

  it('leaves alone what has no weights that stay, or has its channels elsewhere', () => {
    for (const operation of [{ ...convolution, inputs: [1, 1] }, { ...convolution, attributes: [{ ...nhwc, value: 'NCHW' }] }, { ...convolution, name: 'DepthwiseConv2dNative' }]) {
      expect(names(divideProducts(recorded([operation], [3, 3, 64, 64]), 2, types))).toEqual([operation.name]);
    }
  });
});
