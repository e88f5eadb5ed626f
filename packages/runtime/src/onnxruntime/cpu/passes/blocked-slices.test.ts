import { describe, expect, it } from 'vitest';
import { evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { blockSlices } from './blocked-slices.ts';

const [height, width] = [7, 6];

describe('blockSlices', () => {
  for (const [starts, steps] of [[[0, 0], [2, 2]], [[1, 1], [2, 2]], [[0, 1], [2, 3]], [[2, 0], [3, 1]]]) {
    it(`takes rows and columns from ${starts!.join()} on by steps of ${steps!.join()} as Slice does`, () => {
      const graph = slicing({ starts: starts!, steps: steps! });
      const blocked = blockSlices(graph);
      expect(blocked.nodes.map(({ operator }) => operator)).toEqual(['Conv']);
      const feeds = new Map([['x', makeTensor('float32', [2, 16, height, width], Array.from({ length: 2 * 16 * height * width }, (_, i) => (i % 11 === 0 ? -3.4e38 : i)))]]);
      const [before, after] = [graph, blocked].map((one) => evaluate(one, feeds).get(graph.outputs[0]!)!);
      expect(after!.shape).toEqual(before!.shape);
      expect([...after!.data]).toEqual([...before!.data]);
    });
  }

  const others: Readonly<Record<string, Graph>> = {
    'without steps': slicing({ starts: [1, 1], steps: [1, 1] }),
    'that ends early': slicing({ starts: [0, 0], steps: [2, 2], ends: [5, width] }),
    'that begins further on than a step': slicing({ starts: [2, 0], steps: [2, 2] }),
    'backwards': slicing({ starts: [-1, -1], steps: [-1, -1], ends: [-100, -100] }),
    'of channels that do not fit into blocks': slicing({ starts: [0, 0], steps: [2, 2], channels: 12 }),
    'of what may be infinite': slicing({ starts: [0, 0], steps: [2, 2], padding: -Infinity }),
  };
  for (const [what, graph] of Object.entries(others)) {
    it(`leaves a Slice ${what} alone`, () => {
      expect(blockSlices(graph).nodes).toEqual(graph.nodes);
    });
  }
});

interface Slicing {
  readonly starts: readonly number[];
  readonly steps: readonly number[];
  readonly ends?: readonly number[];
  readonly channels?: number;
  /** What stands in the first row. */
  readonly padding?: number;
}

function slicing({ starts, steps, ends = [height, width], channels = 16, padding }: Slicing): Graph {
  const b = new GraphBuilder();
  const x = b.input('x', { type: 'float32', shape: ['N', channels, padding === undefined ? height : height - 1, width] });
  const whole = padding === undefined ? x : b.pad(x, [0, 0, 1, 0, 0, 0, 0, 0], { value: padding });
  b.output(b.slice(whole, { starts, ends, axes: [2, 3], steps }));
  return b.build();
}
