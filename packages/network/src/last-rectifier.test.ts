import { GraphBuilder, lastRectifier, lastRectifiers } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { recognizeRectifiers } from './recognize-rectifiers.ts';

/** An early Relu named `early`, then what a test is about. */
function network(build: (b: GraphBuilder, x: string) => string): Graph {
  const b = new GraphBuilder();
  const x = b.append('Relu', [b.input('x', { type: 'float32', shape: ['N', 4] })], {}, { name: 'early' })[0]!;
  b.output(build(b, b.matMul(x, b.floats([4, 4], Array.from({ length: 16 }, (_, i) => i)))));
  return b.build();
}

const last = (build: (b: GraphBuilder, x: string) => string): string | undefined => lastRectifier(network(build));

describe('the last rectifier', () => {
  it('is found behind pooling, normalisation and attention', () => {
    expect(last((b, x) => b.softmax(b.add(x, 1), 1))).toBe('early');
    expect(last((b, x) => b.div(x, b.clip(b.reduceL2(x, [1], true), 1e-12, Infinity)))).toBe('early');
  });

  it('may be a HardSwish', () => {
    expect(last((b, x) => b.append('HardSwish', [x], {}, { name: 'swish' })[0]!)).toBe('swish');
  });

  it('is not one before a leaky or smooth activation, which has a slope everywhere', () => {
    for (const operator of ['LeakyRelu', 'Elu', 'Selu', 'Gelu', 'Softplus', 'Sigmoid', 'HardSigmoid', 'Tanh'] as const) expect(last((b, x) => b.op(operator, [x])), operator).toBeUndefined();
    expect(last((b, x) => b.op('PRelu', [x, b.scalar(0.25)]))).toBeUndefined();
  });

  it('is not one before a smooth activation in parts', () => {
    expect(last((b, x) => b.mul(x, b.sigmoid(x))), 'SiLU').toBeUndefined();
    expect(last((b, x) => b.mul(b.mul(x, b.sigmoid(b.mul(x, 1.702))), 2)), 'quick GELU').toBeUndefined();
    expect(last((b, x) => b.mul(b.mul(x, 0.5), b.add(b.erf(b.div(x, Math.SQRT2)), 1))), 'GELU').toBeUndefined();
    expect(last((b, x) => b.mul(x, b.tanh(b.op('Softplus', [x])))), 'Mish').toBeUndefined();
    const tanhGelu = (b: GraphBuilder, x: string): string => b.mul(b.mul(x, 0.5), b.add(b.tanh(b.mul(b.add(x, b.mul(b.pow(x, 3), 0.044715)), 0.8)), 1));
    expect(last(tanhGelu), 'GELU by tanh').toBeUndefined();
  });

  it('is not the one that computes a gate', () => {
    const squeezed = (b: GraphBuilder, x: string): string => b.append('Relu', [b.matMul(x, b.floats([4, 4], new Float32Array(16)))], {}, { name: 'squeeze' })[0]!;
    expect(last((b, x) => b.mul(x, b.sigmoid(squeezed(b, x))))).toBe('early');
    expect(last((b, x) => b.mul(x, b.op('HardSigmoid', [squeezed(b, x)])))).toBe('early');
  });

  it('is one on each way that has one', () => {
    const branch = (b: GraphBuilder, x: string): string => b.add(b.op('Gelu', [x]), b.append('Relu', [x], {}, { name: 'branch' })[0]!);
    expect(lastRectifiers(network(branch))).toEqual(['branch']);
  });
});

describe('a rectifier in parts', () => {
  const operators = (build: (b: GraphBuilder, x: string) => string): string[] => {
    const b = new GraphBuilder();
    b.output(build(b, b.input('x', { type: 'float32', shape: ['N', 4] })));
    return recognizeRectifiers(b.build()).nodes.map(({ operator }) => operator);
  };
  const sixth = Math.fround(1 / 6);

  it('is put together: max(x, 0), and x where x > 0', () => {
    expect(operators((b, x) => b.max(x, 0))).toEqual(['Relu']);
    expect(operators((b, x) => b.max(0, x))).toEqual(['Relu']);
    expect(operators((b, x) => b.where(b.greater(x, 0), x, 0))).toEqual(['Relu']);
    expect(operators((b, x) => b.max(x, 1))).toEqual(['Max']);
    expect(operators((b, x) => b.where(b.greater(x, 0), 0, x))).toEqual(['Greater', 'Where']);
  });

  it('is put together: HardSwish, as exporters write it', () => {
    const clipped = (b: GraphBuilder, x: string): string => b.clip(b.add(x, 3), 0, 6);
    expect(operators((b, x) => b.mul(x, b.op('HardSigmoid', [x], { alpha: sixth, beta: 0.5 })))).toEqual(['HardSwish']);
    expect(operators((b, x) => b.mul(b.div(clipped(b, x), 6), x))).toEqual(['HardSwish']);
    expect(operators((b, x) => b.div(b.mul(x, clipped(b, x)), 6))).toEqual(['HardSwish']);
    expect(operators((b, x) => b.mul(x, b.mul(clipped(b, x), sixth)))).toEqual(['HardSwish']);
  });

  it('is left alone when it is not one', () => {
    expect(operators((b, x) => b.mul(x, b.op('HardSigmoid', [x])))).toEqual(['HardSigmoid', 'Mul']);
    expect(operators((b, x) => b.mul(b.neg(x), b.op('HardSigmoid', [x], { alpha: sixth, beta: 0.5 })))).toEqual(['Neg', 'HardSigmoid', 'Mul']);
    expect(operators((b, x) => b.mul(x, b.clip(b.add(x, 3), 0, 6)))).toEqual(['Add', 'Clip', 'Mul']);
    expect(operators((b, x) => b.mul(x, b.div(b.clip(b.add(x, 2), 0, 6), 6)))).toEqual(['Add', 'Clip', 'Div', 'Mul']);
  });

  it('stays as it was for others who read a part of it', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N', 4] });
    const gate = b.output(b.op('HardSigmoid', [x], { alpha: sixth, beta: 0.5 }));
    b.output(b.mul(x, gate));
    expect(recognizeRectifiers(b.build()).nodes.map(({ operator }) => operator)).toEqual(['HardSigmoid', 'HardSwish']);
  });
});
