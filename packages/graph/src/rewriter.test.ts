import { describe, expect, it, vi } from 'vitest';
import { GraphBuilder } from './builder.ts';
import { evaluate } from './evaluate.ts';
import type { Graph } from './graph.ts';
import { operators } from './operators/index.ts';
import { Rewriter } from './rewriter.ts';
import { makeTensor } from './tensor.ts';

/** relu(x), −relu(x) and |−relu(x)|; all three are outputs, unless told otherwise. */
function chain(outputs: readonly string[] = ['Relu', 'Neg', 'Abs']): Graph {
  const b = new GraphBuilder();
  b.abs(b.neg(b.relu(b.input('x', { type: 'float32', shape: ['N', 2] }))));
  b.setOutputs(outputs);
  return b.build();
}

const feeds = new Map([['x', makeTensor('float32', [1, 2], [3, -2])]]);
const nodeOf = ({ nodes }: Graph, operator: string) => nodes.find((node) => node.operator === operator)!;
const valuesOf = (graph: Graph): number[][] => [...evaluate(graph, feeds).values()].map(({ data }) => Array.from(data, Number));

describe('Rewriter', () => {
  it('puts what is written in the place of a node, under the names of the node and its result', () => {
    const graph = chain();
    const r = new Rewriter(graph);
    r.replace(nodeOf(graph, 'Neg'), () => r.mul(r.mul('Relu', -2), 0.5));
    const built = r.build();
    expect(built.nodes.map(({ name, operator, outputs }) => [name, operator, ...outputs])).toEqual([['Relu', 'Relu', 'Relu'], ['Mul', 'Mul', 'Mul'], ['Neg', 'Mul', 'Neg'], ['Abs', 'Abs', 'Abs']]);
    expect(valuesOf(built)).toEqual([[3, 0], [-3, -0], [3, 0]]);
  });

  it('lets another value stand for a result, also where that is an output', () => {
    const graph = chain();
    const r = new Rewriter(graph);
    r.replace(nodeOf(graph, 'Abs'), () => 'Relu');
    r.replace(nodeOf(graph, 'Neg'), () => 'x');
    const built = r.build();
    expect(built.outputs).toEqual(['Relu', 'Neg', 'Abs']);
    expect(valuesOf(built)).toEqual([[3, 0], [3, -2], [3, 0]]);
  });

  it('puts nodes behind what they read, and what has no place before its first reader', () => {
    const graph = chain(['Abs']);
    const r = new Rewriter(graph);
    const doubled = r.add('x', 'x');
    r.replace(nodeOf(graph, 'Relu'), () => r.relu(doubled));
    const built = r.build();
    expect(built.nodes.map(({ operator }) => operator)).toEqual(['Add', 'Relu', 'Neg', 'Abs']);
    expect(valuesOf(built)).toEqual([[6, 0]]);
  });

  it('changes a node where it stands, and drops what nothing needs any more', () => {
    const graph = chain(['Abs']);
    const r = new Rewriter(graph);
    r.change(nodeOf(graph, 'Abs'), { operator: 'Exp', inputs: ['x'] });
    const built = r.build();
    expect(built.nodes.map(({ name, operator }) => [name, operator])).toEqual([['Abs', 'Exp']]);
  });

  it('refuses what has another type than the result that it stands for, unless it is given a new name', () => {
    const graph = chain(['Abs']);
    const abs = nodeOf(graph, 'Abs');
    const refused = new Rewriter(graph);
    expect(() => refused.replace(abs, () => refused.reduceSum('Neg', [1]))).toThrow('and not float32 [N, 2]');
    expect(() => refused.change(abs, { operator: 'Shape' })).toThrow('and not float32 [N, 2]');
    const r = new Rewriter(graph);
    r.change(abs, { operator: 'Shape', outputs: [r.fresh('Abs')] });
    expect(r.typeOf('Abs_1')).toEqual({ type: 'int64', shape: [2] });
  });

  it('gives names that no value and no node of the graph has, be it later than where they are written', () => {
    const b = new GraphBuilder();
    const x = b.input('Mul', { type: 'float32', shape: ['N', 2] });
    b.adopt({ name: 'Mul', operator: 'Neg', inputs: [x], outputs: ['constant'], attributes: {} });
    b.adopt({ name: 'Mul_1', operator: 'Abs', inputs: ['constant'], outputs: ['Mul_1'], attributes: {} });
    b.output('Mul_1');
    const graph = b.build();
    const r = new Rewriter(graph);
    r.replace(nodeOf(graph, 'Neg'), () => r.mul(r.mul(x, 0.5), -2));
    const built = r.build();
    expect(new Set(built.nodes.map(({ name }) => name)).size).toBe(3);
    expect([...evaluate(built, new Map([['Mul', feeds.get('x')!]])).get('Mul_1')!.data]).toEqual([3, 2]);
  });

  it('is the graph itself where nothing is written, and looks at no node twice', () => {
    const graph = chain();
    const rules = ['Relu', 'Neg', 'Abs'].map((name) => vi.spyOn(operators[name as 'Relu'], 'infer'));
    expect(new Rewriter(graph).build()).toBe(graph);
    for (const rule of rules) expect(rule).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('answers of the graph as it was given', () => {
    const b = new GraphBuilder(chain());
    const factor = b.floats([], [4]);
    b.output(b.mul(b.input('y', { type: 'float32', shape: ['N', 2] }), factor));
    const r = new Rewriter(b.build());
    expect([r.scalarOf(factor), r.scalarOf('x'), r.numbersOf(factor), r.numbersOf(undefined)]).toEqual([4, undefined, [4], undefined]);
    expect([r.makerOf('Neg')?.operator, r.makerOf('x'), r.onlyReaderOf('x')?.operator, r.onlyReaderOf('Neg'), r.readersOf('Neg').length, r.isOutput('Neg'), r.isOutput('x')]).toEqual(['Neg', undefined, 'Relu', undefined, 2, true, false]);
  });
});
