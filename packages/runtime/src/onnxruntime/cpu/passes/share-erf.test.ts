import { describe, expect, it } from 'vitest';
import { differentiate, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import { shareErf } from './share-erf.ts';
import { operatorsOf } from './testing/graphs.ts';

describe('shareErf', () => {
  it('makes a Gelu of what its gradient computes, and keeps both', () => {
    const b = geluOf();
    const { graph, gradient } = differentiate(b.build(), { of: 'sum', withRespectTo: 'x' });
    const shared = shareErf(graph);
    expect(operatorsOf(graph).filter((operator) => operator === 'Gelu')).toHaveLength(1);
    expect(operatorsOf(shared)).not.toContain('Gelu');
    expect(operatorsOf(shared).filter((operator) => operator === 'Erf')).toHaveLength(1);
    const feeds = new Map([['x', makeTensor('float32', [2, 4], [-3, -1, -0.1, 0, 0.1, 1, 3, 30])]]);
    for (const name of ['gelu', 'sum', gradient]) {
      const before = evaluate(graph, feeds).get(name)!.data;
      evaluate(shared, feeds).get(name)!.data.forEach((value, i) => expect(Number(value) / Math.max(1, Number(before[i]))).toBeCloseTo(Number(before[i]) / Math.max(1, Number(before[i])), 6));
    }
  });

  it('leaves a Gelu alone that is not differentiated', () => {
    const graph = geluOf().build();
    expect(shareErf(graph)).toEqual(graph);
  });
});

function geluOf(): GraphBuilder {
  const b = new GraphBuilder();
  b.append('Gelu', [b.input('x', { type: 'float32', shape: ['N', 4] })], {}, { outputs: ['gelu'] });
  b.append('ReduceSum', [b.mul('gelu', 'gelu'), b.integers([1])], { keepdims: 0 }, { outputs: ['sum'] });
  b.output('gelu');
  b.output('sum');
  return b;
}
