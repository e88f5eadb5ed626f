import { expect } from 'vitest';
import { evaluate, GraphBuilder } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';

/** A graph of one input x [N, 4, 2]: four tokens of two channels. */
export function ofTokens(build: (b: GraphBuilder, x: string) => string): Graph {
  const b = new GraphBuilder();
  b.output(build(b, b.input('x', { type: 'float32', shape: ['N', 4, 2] })));
  return b.build();
}

export function operatorsOf({ nodes }: Pick<Graph, 'nodes'>): string[] {
  return nodes.map(({ operator }) => operator);
}

/** Expects the same outputs of both in double precision, to so many digits behind the point. */
export function expectSameValues(graph: Graph, like: Graph, x: Tensor, digits: number): void {
  const feeds = new Map([['x', x]]);
  const expected = evaluate(like, feeds);
  expect(graph.outputs).toEqual(like.outputs);
  for (const [name, { data }] of evaluate(graph, feeds)) data.forEach((value, i) => expect(Number(value)).toBeCloseTo(Number(expected.get(name)!.data[i]), digits));
}
