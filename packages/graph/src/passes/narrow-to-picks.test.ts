import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../builder.ts';
import { evaluate } from '../evaluate.ts';
import type { Graph } from '../graph.ts';
import { inferTypes } from '../inference.ts';
import { narrowToPicks } from './narrow-to-picks.ts';
import { makeTensor } from '../tensor.ts';

const nothing: ReadonlySet<string> = new Set();

describe('narrowToPicks', () => {
  for (const [how, pick] of [
    ['a Gather of one index', (b: GraphBuilder, x: string) => b.op('Gather', [x, b.scalar(0, 'int64')], { axis: 1 })],
    ['a Gather of a list of one', (b: GraphBuilder, x: string) => b.gather(x, [0], 1)],
    ['a Slice', (b: GraphBuilder, x: string) => b.slice(x, { starts: [0], ends: [1], axes: [1] })],
  ] as const) {
    it(`computes only the row of a transformer's last block that ${how} reads, and keeps the value`, () => {
      const graph = block(pick);
      const narrow = narrowToPicks(graph, nothing);
      expect(valuesOf(narrow)).toEqual(valuesOf(graph));
      expect(rowsOf(narrow, 'queries times keys')).toEqual(['N', 2, 1, 5]);
      expect(rowsOf(narrow, 'hidden')).toEqual(['N', 1, 8]);
      expect(rowsOf(narrow, 'keys')).toEqual(['N', 5, 4]);
    });
  }

  it('leaves alone what is an output, what must stay whole, and what is read in different parts', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N', 4, 2] });
    const part = (of: string, start: number): string => b.slice(of, { starts: [start], ends: [start + 1], axes: [1] });
    const [kept, output, both] = [b.exp(x), b.exp(x), b.exp(x)];
    for (const value of [part(kept, 0), output, part(output, 0), part(both, 0), part(both, 1)]) b.output(value);
    const graph = b.build();
    expect(narrowToPicks(graph, new Set([kept]))).toEqual(graph);
  });

  it('leaves alone what mixes the rows, and ranges of more than half', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N', 4, 2] });
    const part = (of: string, end: number): string => b.slice(of, { starts: [0], ends: [end], axes: [1] });
    for (const value of [part(b.softmax(x, 1), 1), part(b.op('CumSum', [x, b.scalar(1, 'int64')]), 1), part(b.exp(x), 3)]) b.output(value);
    const graph = b.build();
    expect(narrowToPicks(graph, nothing)).toEqual(graph);
  });
});

/** The last block of a transformer with two heads, five rows of four values, and a norm. */
function block(pick: (b: GraphBuilder, x: string) => string): Graph {
  const b = new GraphBuilder();
  const weights = (rows: number, columns: number): string => b.floats([rows, columns], noise(rows * columns));
  const normalized = (value: string): string => b.op('LayerNormalization', [value, b.floats([4], [1, 2, 3, 4])], { axis: -1 });
  const named = (name: string, operator: 'Add' | 'MatMul', inputs: readonly string[]): string => b.append(operator, inputs, {}, { name })[0]!;
  const x = b.add(b.input('x', { type: 'float32', shape: ['N', 5, 4] }), b.floats([1, 5, 4], noise(20)));
  const before = normalized(x);
  const heads = (value: string, order: readonly number[]): string => b.transpose(b.reshape(value, [0, 5, 2, 2]), order);
  const scores = named('queries times keys', 'MatMul', [heads(b.matMul(before, weights(4, 4)), [0, 2, 1, 3]), heads(named('keys', 'MatMul', [before, weights(4, 4)]), [0, 2, 3, 1])]);
  const attended = b.matMul(b.softmax(scores, 3), heads(b.matMul(before, weights(4, 4)), [0, 2, 1, 3]));
  const after = b.add(x, b.matMul(b.reshape(b.transpose(attended, [0, 2, 1, 3]), [0, 5, 4]), weights(4, 4)));
  const hidden = b.op('Gelu', [named('hidden', 'Add', [b.matMul(normalized(after), weights(4, 8)), b.floats([8], noise(8))])]);
  b.output(pick(b, normalized(b.add(after, b.matMul(hidden, weights(8, 4))))));
  return b.build();
}

function valuesOf(graph: Graph): number[] {
  const x = makeTensor('float32', [2, 5, 4], noise(40));
  return Array.from(evaluate(graph, new Map([['x', x]])).get(graph.outputs[0]!)!.data, Number);
}

function rowsOf(graph: Graph, node: string): unknown {
  return inferTypes(graph).get(graph.nodes.find(({ name }) => name === node)!.outputs[0]!)!.shape;
}

function noise(count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 1)) * 43758.5453 % 1);
}
