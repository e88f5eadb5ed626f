import { describe, expect, it } from 'vitest';
import { differentiate, elementCount, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { convolveTokens } from './convolved-tokens.ts';
import { expectSameValues, operatorsOf } from './testing/graphs.ts';

describe('convolveTokens', () => {
  for (const [what, places, ends] of [['a row', [16], ['Reshape']], ['a plane', [4, 5], []]] as const) {
    it(`convolves ${what} of tokens around an activation`, () => {
      const graph = built(places, (b, x) => product(b, b.mul(b.erf(product(b, x, 32, 48)), 2), 48, 32));
      expect(operatorsOf(convolveTokens(graph))).toEqual([...ends, 'Transpose', 'Conv', 'Erf', 'Mul', 'Conv', 'Transpose', ...ends]);
      expectSameValues(convolveTokens(graph), graph, images(graph), 9);
    });

    it(`convolves ${what} of tokens in the gradient too`, () => {
      const graph = built(places, (b, x) => product(b, b.op('Gelu', [product(b, x, 32, 48)]), 48, 16));
      const b = new GraphBuilder(graph);
      const sum = b.output(b.reduceL2(graph.outputs[0]!, [...places.keys(), places.length].map((axis) => axis + 1)));
      const step = differentiate(b.build(), { of: sum, withRespectTo: 'x' }).graph;
      expect(operatorsOf(step).filter((operator) => operator === 'MatMul')).toHaveLength(4);
      const convolved = convolveTokens(step);
      expect(operatorsOf(convolved)).not.toContain('MatMul');
      expect(operatorsOf(convolved).filter((operator) => operator === 'Transpose').length).toBeLessThanOrEqual(4);
      expectSameValues(convolved, step, images(step), 9);
    });
  }

  it('moves tokens once that several products read', () => {
    const graph = built([16], (b, x) => product(b, b.mul(product(b, x, 32, 48), b.sigmoid(product(b, x, 32, 48))), 48, 32));
    expect(operatorsOf(convolveTokens(graph)).filter((operator) => operator === 'Transpose')).toHaveLength(2);
    expectSameValues(convolveTokens(graph), graph, images(graph), 9);
  });

  it('keeps products between which tokens or channels meet, that are read otherwise, that are small, or that stand alone', () => {
    for (const [places, build] of [
      [[16], (b, x) => product(b, b.softmax(product(b, x, 32, 48), -1), 48, 32)],
      [[16], (b, x) => product(b, b.mul(product(b, x, 32, 48), b.floats([48], noise(48))), 48, 32)],
      [[16], (b, x) => product(b, b.relu(b.output(product(b, x, 32, 48))), 48, 32)],
      [[16], (b, x) => {
        const value = product(b, x, 32, 48);
        return b.mul(product(b, b.relu(value), 48, 32), b.reduceSum(value, [2], true));
      }],
      [[15], (b, x) => product(b, b.relu(product(b, x, 32, 48)), 48, 32)],
      [[16], (b, x) => product(b, b.relu(product(b, x, 32, 24)), 24, 32)],
      [[2, 2, 4], (b, x) => product(b, b.relu(product(b, x, 32, 48)), 48, 32)],
      [[16], (b, x) => b.softmax(product(b, x, 32, 48), -1)],
      [[16], (b, x) => product(b, b.relu(x), 32, 48)],
    ] as [number[], (b: GraphBuilder, x: string) => string][]) {
      const graph = built(places, build);
      expect(convolveTokens(graph).nodes).toEqual(graph.nodes);
    }
  });
});

function built(places: readonly number[], build: (b: GraphBuilder, x: string) => string): Graph {
  const b = new GraphBuilder();
  b.output(build(b, b.input('x', { type: 'float32', shape: ['N', ...places, 32] })));
  return b.build();
}

/** With a bias where it makes more channels than it reads. */
function product(b: GraphBuilder, x: string, inputs: number, outputs: number): string {
  const value = b.matMul(x, b.floats([inputs, outputs], noise(inputs * outputs)));
  return outputs > inputs ? b.add(b.floats([outputs], noise(outputs)), value) : value;
}

function images(graph: Graph): Tensor {
  const shape = graph.inputs[0]!.shape.map((size) => (typeof size === 'number' ? size : 2));
  return makeTensor('float32', shape, noise(elementCount(shape)));
}

/** Numbers without a pattern, the same on every run. */
function noise(count: number): number[] {
  return Array.from({ length: count }, (_, i) => 0.3 * (Math.sin(12.9898 * (i + 1)) * 43758.5453 % 1));
}
