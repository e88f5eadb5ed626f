import { afterEach, describe, expect, it, vi } from 'vitest';
import { appendGraph } from './append-graph.ts';
import { GraphBuilder } from './builder.ts';
import { inferTypes } from './inference.ts';
import { operators } from './operators/index.ts';

afterEach(() => void vi.restoreAllMocks());

describe('inferTypes', () => {
  it('runs a rule once for each of the two batch sizes, however many graphs have the node', () => {
    const rule = vi.spyOn(operators.Relu, 'infer');
    const b = new GraphBuilder();
    b.output(b.relu(b.input('x', { type: 'float32', shape: ['N', 2] })));
    const graph = b.build();
    inferTypes(graph);
    inferTypes({ ...graph, nodes: [...graph.nodes] });
    const other = new GraphBuilder();
    appendGraph(other, graph, { inputs: { x: other.input('y', { type: 'float32', shape: ['N', 2] }) }, prefix: 'again' });
    expect(rule).toHaveBeenCalledTimes(2);
  });

  it('runs it again where what the node reads has changed', () => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('x', { type: 'float32', shape: ['N', 2] })));
    const graph = b.build();
    expect(inferTypes(graph).get('Relu')!.shape).toEqual(['N', 2]);
    expect(inferTypes({ ...graph, inputs: [{ name: 'x', type: 'float32', shape: [4, 2] }] }).get('Relu')!.shape).toEqual([4, 2]);
  });

  it('runs a rule once where nothing varies with the batch', () => {
    const rule = vi.spyOn(operators.Relu, 'infer');
    const b = new GraphBuilder();
    b.relu(b.input('x', { type: 'float32', shape: [1, 2] }));
    expect(rule).toHaveBeenCalledTimes(1);
  });
});
