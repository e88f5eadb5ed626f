import { describe, expect, it } from 'vitest';
import { appendGraph } from './append-graph.ts';
import { GraphBuilder } from './builder.ts';
import { evaluate } from './evaluate.ts';
import { makeTensor } from './tensor.ts';

function scaled() {
  const b = new GraphBuilder();
  b.output(b.relu(b.mul(b.input('x', { type: 'float32', shape: ['N', 2] }), b.floats([2], [3, -1]))));
  return b.build();
}

describe('appendGraph', () => {
  it('computes the graph at the given values, as often as it is appended, and keeps its weights once', () => {
    const graph = scaled();
    const b = new GraphBuilder();
    const x = b.input('image', { type: 'float32', shape: ['N', 2] });
    const first = appendGraph(b, graph, { inputs: { x }, prefix: 'first' });
    const second = appendGraph(b, graph, { inputs: { x: first.outputs[0]! }, prefix: 'second' });
    b.output(second.outputs[0]!);
    const built = b.build();
    expect(evaluate(built, new Map([['image', makeTensor('float32', [1, 2], [1, -2])]])).get(second.outputs[0]!)!.data).toEqual(Float64Array.of(9, 0));
    expect(built.constants.size).toBe(1);
    expect(built.nodes.map(({ name }) => name)).toContain(second.nodeName(graph.nodes[0]!.name));
  });

  it('refuses an input without a value, a value of the wrong shape and a prefix that is taken', () => {
    const b = new GraphBuilder();
    const x = b.input('image', { type: 'float32', shape: ['N', 2] });
    const wide = b.input('wide', { type: 'float32', shape: ['N', 5] });
    expect(() => appendGraph(b, scaled(), { inputs: {}, prefix: 'a' })).toThrow(expect.objectContaining({ code: 'graph.missing_input' }));
    expect(() => appendGraph(b, scaled(), { inputs: { x: wide }, prefix: 'a' })).toThrow(expect.objectContaining({ code: 'graph.shape_mismatch' }));
    appendGraph(b, scaled(), { inputs: { x }, prefix: 'b' });
    expect(() => appendGraph(b, scaled(), { inputs: { x }, prefix: 'b' })).toThrow(expect.objectContaining({ code: 'graph.duplicate_value' }));
  });
});
