import { GraphBuilder, evaluate, writeOnnx, writeSplitOnnx } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildCase, caseFeeds, operatorCases } from '@lookalike/graph/cases';
import { describeOnnx } from './describe-onnx.ts';
import { readOnnx } from './read-onnx.ts';

describe('writeSplitOnnx', () => {
  it('puts large weights, and nothing else, beside the model', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N', 40] });
    const count = (factor: number): number[] => Array.from({ length: 40 * 40 }, (_, i) => factor * i);
    const once = b.matMul(x, b.floats([40, 40], count(1)));
    b.output(b.reshape(b.matMul(b.add(once, b.floats([40], count(1).slice(0, 40))), b.floats([40, 40], count(-1))), [-1, 20, 2]));
    const graph = b.build();
    const { model, weights } = writeSplitOnnx(graph);
    expect([...weights.values()].map(({ length }) => length)).toEqual([4 * 40 * 40, 4 * 40 * 40]);
    expect(model.length).toBeLessThan(1000);
    expect(comparable(readOnnx(model, { externalData: weights }))).toEqual(comparable(graph));
  });
});

describe('writeOnnx', () => {
  it('writes what readOnnx reads back: a whole network', () => {
    const graph = readOnnx(readFileSync(new URL('../goldens/plain-opset18.onnx', import.meta.url)));
    expect(comparable(readOnnx(writeOnnx(graph)))).toEqual(comparable(graph));
  });

  it('writes every operator so that it reads back with the same values', () => {
    for (const operatorCase of operatorCases) {
      // Import knows a batch by its place, which is the first, and opens one where there is none.
      const shapes = Object.values(operatorCase.inputs).map(({ shape }) => shape);
      if (!shapes.some(([first]) => first === 'N') || shapes.some((shape) => shape.indexOf('N') > 0)) continue;
      const { graph, result } = buildCase(operatorCase);
      const feeds = caseFeeds(operatorCase);
      const again = readOnnx(writeOnnx(graph));
      const [before, after] = [evaluate(graph, feeds), evaluate(again, feeds)];
      expect(after.get(again.outputs[0]!)!.shape, operatorCase.name).toEqual(before.get(result)!.shape);
      after.get(again.outputs[0]!)!.data.forEach((value, i) => expect(Number(value), operatorCase.name).toBeCloseTo(Number(before.get(result)!.data[i]), 5));
    }
  });

  it('keeps floating attributes that happen to be whole numbers floating', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N', 2] });
    b.output(b.op('Gemm', [x, b.floats([2, 2], [1, 2, 3, 4])], { alpha: 2, transB: 1 }));
    const graph = readOnnx(writeOnnx(b.build()));
    expect(graph.nodes[0]!.attributes).toEqual({ alpha: 2, transB: 1 });
    // Field 20 of an attribute is its type: alpha is FLOAT (1), transB INT (2).
    const text = Buffer.from(writeOnnx(b.build())).toString('latin1');
    expect(text.slice(text.indexOf('alpha') + 5, text.indexOf('alpha') + 13)).toBe('\x15\x00\x00\x00\x40\xa0\x01\x01');
  });

  it('writes an operator of another domain with its name there, and the types that its outputs say', () => {
    const node = { name: 'moved', operator: 'com.example.blocks.Move', inputs: ['x'], outputs: ['y'], attributes: {} };
    const graph: Graph = { name: 'other', opset: 21, inputs: [{ name: 'x', type: 'float32', shape: ['N', 2] }], outputs: ['y'], nodes: [node], constants: new Map() };
    expect(() => writeOnnx(graph)).toThrow('not supported');
    const file = writeOnnx({ ...graph, outputs: [{ name: 'y', type: 'float32', shape: ['N', 2] }] });
    expect(describeOnnx(file)).toMatchObject({ opset: 21, operatorCounts: { 'com.example.blocks.Move': 1 } });
  });

  it('writes the batch as a symbol', () => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('x', { type: 'float32', shape: ['N', 2] })));
    expect(readOnnx(writeOnnx(b.build())).inputs[0]!.shape).toEqual(['N', 2]);
  });
});

function comparable(graph: Graph): unknown {
  return { ...graph, constants: [...graph.constants].sort(([a], [b]) => (a < b ? -1 : 1)) };
}
