import { elementCount, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import { readOnnx } from '@lookalike/network';
import type { Graph } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { checkGradient } from '../../packages/graph/src/testing/check-gradient.ts';
import { onnxFile } from '../../packages/network/src/testing/onnx-file.ts';
import type { OnnxNode, OnnxTensor } from '../../packages/network/src/testing/onnx-file.ts';

/** Operators that import writes out in others: ONNX Runtime runs the file as it is, the reference arithmetic what import made of it. */
interface WrittenOut {
  readonly name: string;
  readonly opset?: number;
  readonly nodes: readonly OnnxNode[];
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly weights?: readonly OnnxTensor[];
  readonly isFlat?: boolean;
}

const one = (operator: string, attributes: OnnxNode['attributes'] = {}, inputs: readonly string[] = ['x']): OnnxNode => ({ operator, inputs, outputs: ['y'], attributes });
const float = (value: number): { readonly float: number } => ({ float: value });
const integers = (name: string, values: readonly number[], dims = [values.length]): OnnxTensor => ({ name, dims, type: 7, integers: values });
const toMask = (input: string, output: string): OnnxNode => ({ operator: 'Greater', inputs: [input, 'zero'], outputs: [output] });
const toFloat = (input: string): OnnxNode => ({ operator: 'Cast', inputs: [input], outputs: ['y'], attributes: { to: 1 } });
const zero: OnnxTensor = { name: 'zero', dims: [], floats: [0] };
const einsum = (equation: string, ...shapes: readonly (readonly number[])[]): WrittenOut => ({
  name: `Einsum ${equation}`,
  nodes: [one('Einsum', { equation }, shapes.map((_, i) => (i === 0 ? 'x' : `w${i}`)))],
  // A first size of 2 is the batch.
  inputs: Object.fromEntries(shapes.map((shape, i) => [i === 0 ? 'x' : `w${i}`, shape[0] === 2 ? ['N', ...shape.slice(1)] : shape])),
});

const cases: readonly WrittenOut[] = [
  { name: 'Celu', nodes: [one('Celu', { alpha: float(0.7) })] },
  { name: 'GlobalLpPool of order 2', nodes: [one('GlobalLpPool')] },
  { name: 'GlobalLpPool of order 1', nodes: [one('GlobalLpPool', { p: 1 })] },
  { name: 'IsNaN', nodes: [{ operator: 'Sqrt', inputs: ['x'], outputs: ['r'] }, { operator: 'IsNaN', inputs: ['r'], outputs: ['m'] }, toFloat('m')], isFlat: true },
  { name: 'LpNormalization', nodes: [one('LpNormalization', { axis: 1 })] },
  { name: 'LpNormalization of order 1', nodes: [one('LpNormalization', { p: 1 })] },
  { name: 'Mean of three inputs, one broadcast', nodes: [one('Mean', {}, ['x', 'a', 'c'])], inputs: { x: ['N', 4, 3, 5], a: ['N', 4, 3, 5], c: [5] } },
  { name: 'MeanVarianceNormalization', nodes: [one('MeanVarianceNormalization', { axes: [1, 2, 3] })] },
  { name: 'Mish', opset: 18, nodes: [one('Mish')] },
  { name: 'ReduceL1 with axes as an attribute', opset: 13, nodes: [one('ReduceL1', { axes: [1, -1], keepdims: 0 })] },
  { name: 'ReduceL1 with axes as an input', opset: 18, nodes: [one('ReduceL1', {}, ['x', 'axes'])], weights: [integers('axes', [2])] },
  { name: 'ReduceLogSum', opset: 18, nodes: [{ operator: 'Exp', inputs: ['x'], outputs: ['e'] }, one('ReduceLogSum', {}, ['e', 'axes'])], weights: [integers('axes', [1, 2])] },
  { name: 'ReduceLogSumExp that keeps its axes', opset: 13, nodes: [one('ReduceLogSumExp', { axes: [2, 3] })] },
  { name: 'ReduceLogSumExp that drops its axes', opset: 18, nodes: [one('ReduceLogSumExp', { keepdims: 0 }, ['x', 'axes'])], weights: [integers('axes', [1])] },
  { name: 'ReduceSumSquare', opset: 11, nodes: [one('ReduceSumSquare', { axes: [1] })] },
  { name: 'Shrink', nodes: [one('Shrink', { lambd: float(0.3), bias: float(0.1) })] },
  { name: 'Softsign', nodes: [one('Softsign')] },
  { name: 'ThresholdedRelu', nodes: [one('ThresholdedRelu', { alpha: float(0.4) })] },
  { name: 'Trilu, the upper triangle from the diagonal on', nodes: [one('Trilu')] },
  { name: 'Trilu, the lower triangle with a diagonal of its own', nodes: [one('Trilu', { upper: 0 }, ['x', 'k'])], weights: [integers('k', [-1], [])] },
  { name: 'Upsample by the nearest pixel', opset: 9, nodes: [one('Upsample', { mode: 'nearest' }, ['x', 's'])], weights: [{ name: 's', dims: [4], floats: [1, 1, 2, 2] }] },
  { name: 'Upsample linearly', opset: 9, nodes: [one('Upsample', { mode: 'linear' }, ['x', 's'])], weights: [{ name: 's', dims: [4], floats: [1, 1, 2, 3] }] },
  { name: 'Resize of opset 10', opset: 10, nodes: [one('Resize', { mode: 'linear' }, ['x', 's'])], weights: [{ name: 's', dims: [4], floats: [1, 1, 2, 3] }] },
  { name: 'Resize of opset 10 to the nearest pixel', opset: 10, nodes: [one('Resize', {}, ['x', 's'])], weights: [{ name: 's', dims: [4], floats: [1, 1, 3, 1.5] }] },
  { name: 'Scatter of opset 9', opset: 9, nodes: [one('Scatter', { axis: 1 }, ['x', 'i', 'u'])], inputs: { x: [2, 4] }, weights: [integers('i', [0, 2, 3, 1], [2, 2]), { name: 'u', dims: [2, 2], floats: [1, 2, 3, 4] }] },
  { name: 'Xor', nodes: [toMask('x', 'a'), toMask('c', 'd'), { operator: 'Xor', inputs: ['a', 'd'], outputs: ['m'] }, toFloat('m')], inputs: { x: ['N', 4], c: ['N', 4] }, weights: [zero], isFlat: true },
  { name: 'CastLike', nodes: [{ operator: 'CastLike', inputs: ['x', 'i'], outputs: ['t'] }, toFloat('t')], weights: [integers('i', [1])], isFlat: true },
  { name: 'GroupNormalization of opset 18, with a scale per group', opset: 18, nodes: [one('GroupNormalization', { num_groups: 2 }, ['x', 's', 'o'])], weights: [{ name: 's', dims: [2], floats: [0.5, 2] }, { name: 'o', dims: [2], floats: [1, -1] }] },
  { name: 'GroupNormalization of opset 20, with a scale per group', opset: 20, nodes: [one('GroupNormalization', { num_groups: 4, epsilon: float(0.1) }, ['x', 's', 'o'])], weights: [{ name: 's', dims: [4], floats: [0.5, 2, 1, 3] }, { name: 'o', dims: [4], floats: [1, -1, 0, 2] }] },
  einsum('ij,jk->ik', [2, 3], [3, 4]),
  einsum('bhid,bhjd->bhij', [2, 3, 4, 5], [2, 3, 6, 5]),
  einsum('bijd,djk->bik', [2, 3, 4, 5], [5, 4, 6]),
  einsum('bhwc,hkc->bhwk', [2, 3, 4, 5], [3, 6, 5]),
  einsum('...c,cd', [2, 3, 4], [4, 5]),
  einsum('b...d,...->b...', [2, 3, 4], [3]),
  einsum('bij->bji', [2, 3, 4]),
  einsum('bij->b', [2, 3, 4]),
  einsum('bi,bj->bij', [2, 3], [2, 4]),
  einsum('bi,bi->b', [2, 3], [2, 3]),
  einsum('bij,jk,kl->bil', [2, 3, 4], [4, 5], [5, 2]),
  einsum('bij,b->ji', [2, 3, 4], [2]),
];

describe('ONNX Runtime agrees with what import writes', () => {
  for (const written of cases) {
    const { name, opset = 17, nodes, inputs = { x: ['N', 4, 3, 5] }, weights = [], isFlat = false } = written;
    it(name, async () => {
      const file = onnxFile({ opset, nodes, inputs, outputs: ['y'], weights });
      const random = createRandom(name);
      const feeds = new Map(Object.entries(inputs).map(([input, sizes]) => {
        const shape = sizes.map((size) => (typeof size === 'number' ? size : 2));
        return [input, makeTensor('float32', shape, Array.from({ length: elementCount(shape) }, () => 4 * random.uniform() - 2))] as const;
      }));
      const graph = readOnnx(file);
      const ours = evaluate(graph, feeds).get('y')!;
      const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3 });
      const { y } = await session.run(Object.fromEntries([...feeds].map(([input, { shape, data }]) => [input, new ort.Tensor('float32', data as Float32Array, [...shape])])));
      await session.release();
      expect(ours.shape).toEqual(y!.dims);
      const theirs = y!.data as Float32Array;
      ours.data.forEach((value, i) => expect(Number(value)).toBeCloseTo(theirs[i]!, 5));
      if (!isFlat) for (const input of feeds.keys()) checkGradient(projected(graph), { of: 'projection', withRespectTo: input, feeds });
    });
  }
});

/** Σ y · fixed weights, as a value to differentiate. Sizes that depend on the batch have weight 1 throughout. */
function projected(graph: Graph): Graph {
  const b = new GraphBuilder(graph);
  const random = createRandom('projection');
  const sizes = b.shapeOf('y').map((size) => (typeof size === 'number' ? size : 1));
  const weighted = b.mul('y', b.floats(sizes, Array.from({ length: elementCount(sizes) }, () => 2 * random.uniform() - 1)));
  b.append('ReduceSum', [weighted], { keepdims: 0 }, { outputs: ['projection'] });
  b.output('projection');
  return b.build();
}
