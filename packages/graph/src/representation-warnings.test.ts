import { expect, it } from 'vitest';
import { GraphBuilder } from './builder.ts';
import type { Graph } from './graph.ts';
import { representationWarnings } from './representation-warnings.ts';

function network(values: number): Graph {
  const b = new GraphBuilder();
  const features = b.append('Relu', [b.input('x', { type: 'float32', shape: ['N', values] })], {}, { outputs: ['features'] })[0]!;
  b.append('Neg', [features], {}, { outputs: ['scores'] });
  b.output('scores');
  return b.build();
}

const codes = (graph: Graph, layer: string): readonly string[] => representationWarnings(graph, layer).map(({ code }) => code);

it('a representation that is the output, or that has fewer than 16 values, is warned of', () => {
  expect(codes(network(16), 'features')).toEqual([]);
  expect(codes(network(15), 'features')).toEqual(['graph.small_representation']);
  expect(codes(network(16), 'scores')).toEqual(['graph.representation_is_output']);
  expect(codes(network(1), 'scores')).toEqual(['graph.representation_is_output', 'graph.small_representation']);
  expect(representationWarnings(network(1), 'features')[0]!.message).toMatch(/has one value only/);
});
