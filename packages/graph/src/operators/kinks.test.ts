import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../builder.ts';
import { differentiate } from '../differentiate.ts';
import { evaluate } from '../evaluate.ts';
import { elementCount, makeTensor } from '../tensor.ts';

/** The gradient of Σ f(x) at exactly these values. */
function gradientAt(values: readonly number[], build: (b: GraphBuilder, x: string) => string, shape: readonly number[] = [values.length]): number[] {
  const b = new GraphBuilder();
  const x = b.input('x', { type: 'float32', shape });
  const sum = b.output(b.reduceSum(build(b, x)));
  const { graph, gradient } = differentiate(b.build(), { of: sum, withRespectTo: x });
  expect(elementCount(shape)).toBe(values.length);
  return Array.from(evaluate(graph, new Map([[x, makeTensor('float32', shape, values)]])).get(gradient)!.data, Number);
}

describe('where a slope is not defined', () => {
  it('Relu passes nothing at 0', () => {
    expect(gradientAt([-1, 0, -0, 2], (b, x) => b.relu(x)).map(Math.abs)).toEqual([0, 0, 0, 1]);
  });

  it('Abs passes nothing at 0', () => {
    expect(gradientAt([-1, 0, 2], (b, x) => b.abs(x))).toEqual([-1, 0, 1]);
  });

  it('LeakyRelu, PRelu, Elu and Selu have at 0 the slope of the negative side', () => {
    expect(gradientAt([-1, 0, 2], (b, x) => b.op('LeakyRelu', [x], { alpha: 0.25 }))).toEqual([0.25, 0.25, 1]);
    expect(gradientAt([-1, 0, 2], (b, x) => b.op('PRelu', [x, b.scalar(0.25)]))).toEqual([0.25, 0.25, 1]);
    expect(gradientAt([0, 2], (b, x) => b.op('Elu', [x], { alpha: 0.5 }))).toEqual([0.5, 1]);
    expect(gradientAt([0, 2], (b, x) => b.op('Selu', [x], { alpha: 0.5, gamma: 2 }))).toEqual([1, 2]);
  });

  it('HardSigmoid passes nothing at its ends, HardSwish nothing at −3 and all at 3', () => {
    expect(gradientAt([-1, 0, 1], (b, x) => b.op('HardSigmoid', [x], { alpha: 0.5, beta: 0.5 }))).toEqual([0, 0.5, 0]);
    expect(gradientAt([-4, -3, 0, 3, 4], (b, x) => b.op('HardSwish', [x])).map((slope) => slope + 0)).toEqual([0, 0, 0.5, 1, 1]);
  });

  it('Elu and Softplus stay finite far out', () => {
    expect(gradientAt([-1000, 1000], (b, x) => b.op('Elu', [x])).map((slope) => slope + 0)).toEqual([0, 1]);
    expect(gradientAt([-1000, 1000], (b, x) => b.op('Softplus', [x]))).toEqual([0, 1]);
  });

  it('Clip passes the gradient at its bounds', () => {
    expect(gradientAt([-0.5, 0, 0.5, 1, 1.5], (b, x) => b.clip(x, 0, 1))).toEqual([0, 1, 1, 1, 0]);
  });

  it('Max and Min share the gradient between equal inputs', () => {
    expect(gradientAt([1, 2, 3], (b, x) => b.max(x, 2))).toEqual([0, 0.5, 1]);
    expect(gradientAt([1, 2, 3], (b, x) => b.min(x, 2))).toEqual([1, 0.5, 0]);
  });

  it('ReduceMax and ReduceMin share the gradient evenly between ties', () => {
    expect(gradientAt([3, 1, 3, 3], (b, x) => b.reduceMax(x))).toEqual([1 / 3, 0, 1 / 3, 1 / 3]);
    expect(gradientAt([3, 1, 1, 3], (b, x) => b.reduceMin(x))).toEqual([0, 0.5, 0.5, 0]);
  });

  it('GlobalMaxPool shares the gradient evenly between ties', () => {
    expect(gradientAt([3, 1, 3, 0], (b, x) => b.op('GlobalMaxPool', [x]), [1, 1, 2, 2])).toEqual([0.5, 0, 0.5, 0]);
  });

  it('normalisation of equal values passes a finite gradient', () => {
    for (const slope of gradientAt([2, 2, 2, 2], (b, x) => b.op('LayerNormalization', [x, b.floats([4], [1, 2, 3, 4])]), [1, 4])) expect(Number.isFinite(slope)).toBe(true);
  });

  it('MaxPool shares a window’s gradient evenly between ties, with and without overlap', () => {
    expect(gradientAt([5, 5, 1, 2, 5, 0, 2, 2], (b, x) => b.maxPool(x, { kernel: [2, 2], strides: [2, 2] }), [1, 1, 2, 4])).toEqual([1 / 3, 1 / 3, 0, 1 / 3, 1 / 3, 0, 1 / 3, 1 / 3]);
    expect(gradientAt([4, 4, 4], (b, x) => b.maxPool(x, { kernel: [1, 2] }), [1, 1, 1, 3])).toEqual([0.5, 1, 0.5]);
  });

  it('MaxPool passes a finite gradient among −∞, also from windows of nothing else', () => {
    const padded = (b: GraphBuilder, x: string): string => b.pad(x, [0, 0, 0, 2, 0, 0, 0, 2], { value: -Infinity });
    expect(gradientAt([3, 1, 2], (b, x) => b.maxPool(padded(b, x), { kernel: [1, 2], strides: [1, 2] }), [1, 1, 1, 3])).toEqual([1, 0, 1]);
    expect(gradientAt([3, 1, 2], (b, x) => b.maxPool(padded(b, x), { kernel: [1, 2] }), [1, 1, 1, 3])).toEqual([2, 0, 2]);
  });

  it('a root, a power and a logarithm pass nothing at 0 to what chooses by a mask, where an infinite slope would become NaN', () => {
    const steep: readonly ((b: GraphBuilder, x: string) => string)[] = [(b, x) => b.sqrt(x), (b, x) => b.pow(x, 0.5), (b, x) => b.log(x), (b, x) => b.pow(x, b.floats([1], [0.5]))];
    const masked: readonly ((b: GraphBuilder, x: string) => string)[] = [(b, x) => b.relu(x), (b, x) => b.clip(x, 0, 9), (b, x) => b.max(x, 0), (b, x) => b.reduceMax(b.unsqueeze(b.relu(x), [0]), [0]), (b, x) => b.abs(x)];
    for (const bend of steep) {
      const slopes = masked.map((mask) => gradientAt([0, 0.25], (b, x) => bend(b, mask(b, x))));
      expect(slopes.map(([atZero]) => Math.abs(atZero!))).toEqual(masked.map(() => 0));
      for (const [, beside] of slopes) expect(beside).toBeGreaterThan(0.9);
    }
    expect(gradientAt([0, 1], (b, x) => b.sqrt(x))).toEqual([Infinity, 0.5]);
  });

  it('ReduceL2 passes nothing where it is 0', () => {
    const [atZero, besideIt, ...elsewhere] = gradientAt([0, 0, 3, 4], (b, x) => b.reduceL2(x, [1]), [2, 2]);
    expect([atZero, besideIt]).toEqual([0, 0]);
    expect(elsewhere.map((slope) => slope.toFixed(12))).toEqual(['0.600000000000', '0.800000000000']);
  });

  it('Pow passes no NaN to the exponent where the base is 0', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: [1] });
    const p = b.input('p', { type: 'float32', shape: [1] });
    const sum = b.output(b.reduceSum(b.pow(x, p)));
    const { graph, gradient } = differentiate(b.build(), { of: sum, withRespectTo: p });
    expect([...evaluate(graph, new Map([[x, makeTensor('float32', [1], [0])], [p, makeTensor('float32', [1], [2])]])).get(gradient)!.data]).toEqual([0]);
  });

  it('Sqrt passes its infinite slope at 0', () => {
    expect(gradientAt([0, 4], (b, x) => b.sqrt(x))).toEqual([Infinity, 0.25]);
  });

  it('Asin and Acos pass their infinite slopes at ±1, Acosh at 1', () => {
    expect(gradientAt([-1, 0, 1], (b, x) => b.op('Asin', [x]))).toEqual([Infinity, 1, Infinity]);
    expect(gradientAt([-1, 0, 1], (b, x) => b.op('Acos', [x]))).toEqual([-Infinity, -1, -Infinity]);
    expect(gradientAt([1], (b, x) => b.op('Acosh', [x]))).toEqual([Infinity]);
  });

  it('TopK passes the gradient of equal values to the first of them', () => {
    expect(gradientAt([2, 5, 5, 5], (b, x) => b.append('TopK', [x, b.integers([2])], {}, { outputs: 2 })[0]!)).toEqual([0, 1, 1, 0]);
  });

  it('MaxPool of large negative values ignores its padding', () => {
    expect(gradientAt([-1e30, -2e30], (b, x) => b.maxPool(x, { kernel: [1, 3], pads: [0, 1, 0, 1] }), [1, 1, 1, 2])).toEqual([2, 0]);
  });
});
