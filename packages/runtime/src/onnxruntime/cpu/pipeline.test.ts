import { describe, expect, it } from 'vitest';
import { differentiate, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { noise } from '../../testing/noise.ts';
import { evaluateBlocked } from './layout/testing/evaluate-blocked.ts';
import { prepareForCpu } from './pipeline.ts';
import { operatorsOf } from './passes/testing/graphs.ts';

describe('prepareForCpu', () => {
  for (const [rectifier, slope] of [['Relu', 0], ['Clip at 0 and 6', 0], ['Relu', 0.25], ['Clip at 0 and 6', 0.25]] as const) {
    const where = `${rectifier}${slope === 0 ? '' : ` that has the slope ${slope} where it is flat`}`;
    it(`keeps the values and the gradient of a network with ${where}`, () => {
      const graph = gradientOf(rectifier, 16, slope);
      const feeds = new Map([['image', noise([3, 3, 4, 4], { scale: 30 })]]);
      const before = evaluate(graph, feeds);
      for (const block of [1, 8, 16]) {
        const after = evaluateBlocked(prepareForCpu(graph, block), feeds, block);
        for (const name of graph.outputs) after.get(name)!.data.forEach((value, i) => expect(Number(value)).toBeCloseTo(Number(before.get(name)!.data[i]), 9));
      }
      // The test is about masks: some values pass and some do not.
      const gradient = [...before.get(graph.outputs[1]!)!.data].map(Number);
      expect(gradient.some((value) => value !== 0)).toBe(true);
    });

    it(`leaves no mask of ${where} to comparison and Cast where channels fit into blocks`, () => {
      expect(operatorsOf(gradientOf(rectifier, 16, slope))).toContain('Cast');
      expect(operatorsOf(prepareForCpu(gradientOf(rectifier, 16, slope), 16))).not.toContain('Cast');
    });
  }

  it('leaves masks alone whose channels do not fit into blocks', () => {
    const graph = gradientOf('Relu', 12);
    expect(operatorsOf(prepareForCpu(graph, 16)).filter((operator) => operator === 'Cast')).toHaveLength(operatorsOf(graph).filter((operator) => operator === 'Cast').length);
  });

  it('gives a mask of 0 or 1 for the least value that a float32 holds in full, and for the greatest', () => {
    const b = new GraphBuilder();
    const y = b.relu(b.input('x', { type: 'float32', shape: ['N', 16, 1, 2] }));
    b.output(b.cast(b.cast(y, 'bool'), 'float32'));
    const graph = prepareForCpu(b.build(), 16);
    const x = makeTensor('float32', [1, 16, 1, 2], Array.from({ length: 32 }, (_, i) => [0, 2 ** -100, 3e38, -1][i % 4]!));
    expect([...evaluateBlocked(graph, new Map([['x', x]]), 16).get(graph.outputs[0]!.name)!.data].slice(0, 4)).toEqual([0, 1, 1, 0]);
  });
});

function gradientOf(rectifier: 'Relu' | 'Clip at 0 and 6', channels = 16, slope = 0): Graph {
  const b = new GraphBuilder({ name: 'small' });
  const image = b.input('image', { type: 'float32', shape: ['N', 3, 4, 4] });
  const rectified = (x: string): string => (rectifier === 'Relu' ? b.relu(x) : b.clip(x, 0, 6));
  const first = rectified(b.conv(image, b.constant(noise([channels, 3, 3, 3])), { pads: [1, 1, 1, 1] }));
  const second = rectified(b.conv(first, b.constant(noise([channels, channels, 1, 1], { scale: 2 }))));
  const objective = b.output(b.reduceL2(b.reshape(second, [-1, channels * 16]), [1]));
  const graph = b.build();
  return differentiate(graph, { of: objective, withRespectTo: 'image', ...(slope !== 0 && { rectifierSlopes: new Map(graph.nodes.map(({ name }) => [name, slope])) }) }).graph;
}
