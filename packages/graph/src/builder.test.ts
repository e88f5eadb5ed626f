import { describe, expect, it } from 'vitest';
import { GraphBuilder } from './builder.ts';
import { evaluate } from './evaluate.ts';
import { inferTypes } from './inference.ts';
import { makeTensor } from './tensor.ts';

const pixels = { type: 'float32', shape: ['N', 3, 4, 4] } as const;

describe('GraphBuilder', () => {
  it('gives every value a fresh name, also next to those of the graph it starts from', () => {
    const first = new GraphBuilder();
    first.output(first.relu(first.relu(first.input('x', pixels))));
    const b = new GraphBuilder(first.build());
    b.output(b.relu('Relu_1'));
    const values = b.build().nodes.flatMap((node) => node.outputs);
    expect(values).toEqual(['Relu', 'Relu_1', 'Relu_2']);
    expect(new Set(b.build().nodes.map((node) => node.name)).size).toBe(3);
  });

  it('stores the same scalar once, but 0 and −0 apart', () => {
    const b = new GraphBuilder();
    expect(b.scalar(0.5)).toBe(b.scalar(0.5));
    expect(b.scalar(0)).not.toBe(b.scalar(-0));
    expect(b.scalar(1)).not.toBe(b.scalar(1, 'int64'));
  });

  it('gives a number among operands the other one’s type', () => {
    const b = new GraphBuilder();
    const count = b.input('n', { type: 'int64', shape: ['N'] });
    expect(b.typeOf(b.add(count, 1)).type).toBe('int64');
    expect(b.typeOf(b.sub(1, b.input('x', pixels)))).toEqual({ type: 'float32', shape: ['N', 3, 4, 4] });
  });

  it('reports a wrong shape where it is made', () => {
    const b = new GraphBuilder();
    const x = b.input('x', pixels);
    expect(() => b.add(x, b.floats([5], [1, 2, 3, 4, 5]))).toThrow(expect.objectContaining({ code: 'graph.shape_mismatch' }));
  });

  it('refuses names that are taken and values that are not there', () => {
    const b = new GraphBuilder();
    b.input('x', pixels);
    expect(() => b.input('x', pixels)).toThrow(/"x" is given twice/);
    expect(() => b.relu('y')).toThrow(/Relu "Relu" reads "y"/);
    expect(() => b.output('y')).toThrow(/There is no value "y"/);
  });

  it('refuses a tensor whose values do not fill its shape', () => {
    expect(() => makeTensor('float32', [2, 3], [1, 2])).toThrow(/shape \[2, 3\] needs 6 values, got 2/);
  });

  it('builds a graph that later nodes do not change', () => {
    const b = new GraphBuilder();
    const y = b.relu(b.input('x', pixels));
    const graph = b.build();
    b.output(b.neg(y));
    expect(graph.nodes).toHaveLength(1);
    expect(graph.outputs).toEqual([]);
  });
});

describe('inferTypes', () => {
  it('follows the batch through reshaping, also as a multiple', () => {
    const b = new GraphBuilder();
    const x = b.input('x', pixels);
    const folded = b.reshape(x, [-1, 4]);
    const back = b.reshape(folded, [-1, 3, 4, 4]);
    expect(inferTypes(b.build()).get(folded)!.shape).toEqual(['N*12', 4]);
    expect(inferTypes(b.build()).get(back)!.shape).toEqual(['N', 3, 4, 4]);
  });

  it('refuses a size that is not a plain multiple of the batch', () => {
    const b = new GraphBuilder();
    const x = b.input('x', pixels);
    const longer = b.concat([x, b.floats([1, 3, 4, 4], new Float32Array(48))], 0);
    expect(() => b.typeOf(longer)).toThrow(expect.objectContaining({ code: 'graph.batch_arithmetic' }));
  });
});

describe('evaluate', () => {
  it('refuses feeds that are missing or do not fit', () => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('x', pixels)));
    expect(() => evaluate(b.build(), new Map())).toThrow(/Input "x" takes float32 \[N, 3, 4, 4\], got nothing/);
    expect(() => evaluate(b.build(), new Map([['x', makeTensor('float32', [1, 3, 4, 5], new Float32Array(60))]]))).toThrow(/got float32 \[1, 3, 4, 5\]/);
  });

  it('computes in doubles and returns whole numbers as they are', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N'] });
    b.output(b.add(x, 1e-12));
    b.output(b.shape(x));
    const [sum, shape] = evaluate(b.build(), new Map([['x', makeTensor('float64', [1], [1])]])).values();
    expect(sum!.data[0]).toBe(1 + Math.fround(1e-12));
    expect(shape).toEqual(makeTensor('int64', [1], [1]));
  });

  it('returns values inside of the graph when asked', () => {
    const b = new GraphBuilder();
    const inner = b.neg(b.input('x', { type: 'float32', shape: ['N'] }));
    b.output(b.exp(inner));
    const feeds = new Map([['x', makeTensor('float32', [1], [2])]]);
    expect([...evaluate(b.build(), feeds, [inner]).get(inner)!.data]).toEqual([-2]);
    expect(() => evaluate(b.build(), feeds, ['z'])).toThrow(/no value "z"/);
  });
});
