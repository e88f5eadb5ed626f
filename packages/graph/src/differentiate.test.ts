import { describe, expect, it, vi } from 'vitest';
import { GraphBuilder } from './builder.ts';
import { differentiate } from './differentiate.ts';
import { evaluate } from './evaluate.ts';
import { GraphError } from './graph-error.ts';
import type { Tensor } from './graph.ts';
import { inferTypes } from './inference.ts';
import { operators } from './operators/index.ts';
import { makeTensor } from './tensor.ts';
import { checkGradient } from './testing/check-gradient.ts';

const pixels = { type: 'float32', shape: ['N', 3, 6, 6] } as const;

function feedOf(values: readonly number[]): ReadonlyMap<string, Tensor> {
  return new Map([['x', makeTensor('float32', [values.length], values)]]);
}

function gradientOf(build: (b: GraphBuilder, x: string) => string, values: readonly number[], straightThrough?: ReadonlySet<string>): number[] {
  const b = new GraphBuilder();
  const of = b.output(build(b, b.input('x', { type: 'float32', shape: ['N'] })));
  const { graph, gradient } = differentiate(b.build(), { of, withRespectTo: 'x', ...(straightThrough && { straightThrough }) });
  return Array.from(evaluate(graph, feedOf(values)).get(gradient)!.data, Number);
}

describe('differentiate', () => {
  it('adds up what arrives along several ways', () => {
    expect(gradientOf((b, x) => b.add(b.mul(x, x), b.mul(x, 3)), [2, -1])).toEqual([7, 1]);
  });

  it('takes a value as constant where that is asked for', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N'] });
    const stopped = b.mul(x, x);
    const of = b.output(b.mul(x, stopped));
    const slopes = (stopGradients?: ReadonlySet<string>): number[] => {
      const { graph, gradient } = differentiate(b.build(), { of, withRespectTo: 'x', ...(stopGradients && { stopGradients }) });
      return Array.from(evaluate(graph, feedOf([2, -1])).get(gradient)!.data, Number);
    };
    expect(slopes()).toEqual([12, 3]);
    expect(slopes(new Set([stopped]))).toEqual([4, 1]);
    expect(() => slopes(new Set(['nothing']))).toThrow(expect.objectContaining({ code: 'graph.unknown_value' }));
  });

  it('takes a scalar as the sum over the batch', () => {
    expect(gradientOf((b, x) => b.reduceSum(b.mul(x, x)), [2, -1])).toEqual([4, -2]);
    expect(gradientOf((b, x) => b.reduceMean(b.mul(x, x)), [2, -1])).toEqual([2, -1]);
  });

  it('leaves out nodes for what does not depend on the input', () => {
    const b = new GraphBuilder();
    const x = b.input('x', pixels);
    const t = b.input('t', { type: 'float32', shape: ['N', 3] });
    const d = b.output(b.reduceL2(b.sub(b.reduceMean(x, [2, 3]), b.exp(b.relu(t))), [1]));
    const { graph } = differentiate(b.build(), { of: d, withRespectTo: x });
    expect(graph.nodes.filter((node) => ['Exp', 'Relu', 'Cast'].includes(node.operator)).map((node) => node.operator)).toEqual(['Relu', 'Exp']);
  });

  it('computes nothing at run time that is constant', () => {
    const b = new GraphBuilder();
    const x = b.input('x', pixels);
    const statistics = [[1, 2, 3], [0, 1, 0], [0, 0, 1], [1, 2, 4]].map((values) => b.floats([3], values));
    const y = b.matMul(b.flatten(b.relu(b.op('BatchNormalization', [x, ...statistics]))), b.floats([108, 2], Array.from({ length: 216 }, (_, i) => i / 100)));
    const d = b.output(b.reduceSum(y, [1]));
    const { graph } = differentiate(b.build(), { of: d, withRespectTo: x });
    const known = new Set(graph.constants.keys());
    for (const node of graph.nodes) expect(node.inputs.every((input) => known.has(input)), `${node.operator} "${node.name}"`).toBe(false);
  });

  it('keeps the inputs and outputs, and adds the gradient as the last output, of the input’s shape', () => {
    const b = new GraphBuilder();
    const x = b.input('x', pixels);
    const y = b.output(b.relu(x));
    const d = b.output(b.reduceSum(y, [1, 2, 3]));
    const { graph, gradient } = differentiate(b.build(), { of: d, withRespectTo: x });
    expect(graph.inputs.map((input) => input.name)).toEqual(['x']);
    expect(graph.outputs).toEqual([y, d, gradient]);
    expect(inferTypes(graph).get(gradient)).toEqual({ type: 'float32', shape: ['N', 3, 6, 6] });
  });

  it('differentiates with respect to a value inside of the graph', () => {
    const b = new GraphBuilder();
    const inner = b.exp(b.input('x', { type: 'float32', shape: ['N'] }));
    const d = b.output(b.mul(inner, inner));
    const { graph, gradient } = differentiate(b.build(), { of: d, withRespectTo: inner });
    const values = evaluate(graph, feedOf([0, 1])).get(gradient)!.data;
    expect(Array.from(values, Number)).toEqual([2, 2 * Math.E]);
  });

  it('passes the gradient straight through the named rectifier, and only through it', () => {
    const build = (b: GraphBuilder, x: string): string => b.append('Relu', [b.append('Relu', [x], {}, { name: 'first' })[0]!], {}, { name: 'last' })[0]!;
    expect(gradientOf(build, [-1, 2])).toEqual([0, 1]);
    expect(gradientOf((b, x) => b.append('Relu', [x], {}, { name: 'last' })[0]!, [-1, 2], new Set(['last']))).toEqual([1, 1]);
    expect(gradientOf(build, [-1, 2], new Set(['last']))).toEqual([0, 1]);
  });

  it('takes a slope for the named rectifiers where they are flat, and changes no value', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N'] });
    const [relu] = b.append('Relu', [x], {}, { name: 'relu' });
    const [relu6] = b.append('Clip', [x, b.scalar(0), b.scalar(6)], {}, { name: 'relu6' });
    const [exact] = b.append('Relu', [x], {}, { name: 'exact' });
    const d = b.output(b.add(b.add(relu!, b.mul(relu6!, 10)), b.mul(exact!, 100)));
    const { graph, gradient } = differentiate(b.build(), { of: d, withRespectTo: x, rectifierSlopes: new Map([['relu', 0.25], ['relu6', 0.5]]) });
    const values = evaluate(graph, feedOf([-1, 0, 2, 7]));
    expect(Array.from(values.get(gradient)!.data, Number)).toEqual([5.25, 5.25, 111, 106]);
    expect(Array.from(values.get(d)!.data, Number)).toEqual([0, 0, 222, 767]);
  });

  it('refuses to pass straight through anything but a rectifier', () => {
    expect(() => gradientOf((b, x) => b.append('Exp', [x], {}, { name: 'e' })[0]!, [1], new Set(['e']))).toThrow(/"e" is a Exp; the gradient passes straight through rectifiers only/);
    expect(() => gradientOf((b, x) => b.exp(x), [1], new Set(['nobody']))).toThrow(/"nobody" is not a node/);
  });

  it('refuses a value that does not depend on the input, or only through steps', () => {
    const b = new GraphBuilder();
    const x = b.input('x', pixels);
    const t = b.output(b.reduceSum(b.input('t', pixels), [1, 2, 3]));
    const steps = b.output(b.reduceSum(b.sign(x), [1, 2, 3]));
    for (const of of [t, steps]) {
      expect(() => differentiate(b.build(), { of, withRespectTo: x })).toThrow(expect.objectContaining({ code: 'graph.no_gradient' }));
    }
  });

  it('names the operator on the way that is declared not differentiable', () => {
    const b = new GraphBuilder();
    const x = b.input('x', pixels);
    const d = b.output(b.op('ReduceProd', [x, b.integers([1, 2, 3])], { keepdims: 0 }));
    expect(() => differentiate(b.build(), { of: d, withRespectTo: x })).toThrow(/ReduceProd "ReduceProd" passes no gradient to its input 0 \("x"\): products of image values are not supported/);
  });

  it('refuses to differentiate what is not one number per image', () => {
    const b = new GraphBuilder();
    const x = b.output(b.exp(b.input('x', pixels)));
    expect(() => differentiate(b.build(), { of: x, withRespectTo: 'x' })).toThrow(/float32 \[N, 3, 6, 6\]; only a floating scalar or one value per image/);
    expect(() => differentiate(b.build(), { of: 'nobody', withRespectTo: 'x' })).toThrow(GraphError);
  });

  it('names the operator and the input when a rule gives a wrong shape', () => {
    const b = new GraphBuilder();
    const d = b.output(b.reduceSum(b.exp(b.input('x', pixels)), [1, 2, 3]));
    const rule = vi.spyOn(operators.Exp, 'gradient').mockImplementation(({ b: builder, dy }) => builder.reduceSum(dy, [1]));
    try {
      expect(() => differentiate(b.build(), { of: d, withRespectTo: 'x' })).toThrow(/gradient rule of Exp "Exp" gave float32 \[N, 6, 6\] for input 0 \("x"\), which is float32 \[N, 3, 6, 6\]/);
    } finally {
      rule.mockRestore();
    }
  });

  it('agrees with finite differences through a second differentiation', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N', 4] });
    const d = b.output(b.reduceSum(b.mul(b.sigmoid(x), b.exp(x)), [1]));
    const once = differentiate(b.build(), { of: d, withRespectTo: x });
    const again = new GraphBuilder(once.graph);
    const slope = again.output(again.reduceL2(once.gradient, [1]));
    checkGradient(again.build(), { of: slope, withRespectTo: x, feeds: new Map([['x', makeTensor('float32', [2, 4], [0.1, -0.4, 0.7, 1, -1, 0.3, 0.2, -0.6])]]) });
  });
});
