import { GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import type { Device, Executable, Tensors } from './device.ts';
import { openForAnyBatch } from './in-groups.ts';

/** A device that doubles x and keeps what it was fed. */
function doubling(): { readonly device: Device; readonly runs: Tensors[]; readonly closed: () => boolean } {
  const runs: Tensors[] = [];
  let isClosed = false;
  const executable: Executable = {
    async run(feeds) {
      runs.push(feeds);
      const x = feeds['x']!;
      return { y: makeTensor('float32', x.shape, Array.from(x.data, Number).map((value) => 2 * value)), first: makeTensor('float32', [x.shape[0]!], Array.from({ length: x.shape[0]! }, (_, i) => Number(x.data[2 * i]))) };
    },
    async close() {
      isClosed = true;
    },
  };
  return { device: { id: 'tfjs-wasm', label: '', version: '', threads: 1, settlesAtRun: 1, open: async () => executable }, runs, closed: () => isClosed };
}

function graphFor(batch: 'N' | number): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder();
  b.output(b.mul(b.input('x', { type: 'float32', shape: [batch, 2] }), 2));
  return b.build();
}

const images = (count: number): Tensor => makeTensor('float32', [count, 2], Array.from({ length: 2 * count }, (_, i) => i));

describe('openForAnyBatch', () => {
  it('runs a graph of a fixed batch in groups, the last one filled up with repeats that are thrown away', async () => {
    const { device, runs, closed } = doubling();
    const executable = await openForAnyBatch(device, graphFor(4));
    const { y, first } = await executable.run({ x: images(6), label: makeTensor('int64', [6], [0, 1, 2, 3, 4, 5]) });
    expect(y).toEqual(makeTensor('float32', [6, 2], Array.from({ length: 12 }, (_, i) => 2 * i)));
    expect(first).toEqual(makeTensor('float32', [6], [0, 2, 4, 6, 8, 10]));
    expect(runs.map(({ x }) => Array.from(x!.data, Number))).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 10, 11, 10, 11]]);
    expect(runs.map(({ label }) => Array.from(label!.data, Number))).toEqual([[0, 1, 2, 3], [4, 5, 5, 5]]);
    await executable.close();
    expect(closed()).toBe(true);
  });

  it('runs a batch that is smaller than the fixed one, and one of the same size', async () => {
    const { device, runs } = doubling();
    const executable = await openForAnyBatch(device, graphFor(3));
    expect((await executable.run({ x: images(1) }))['y']!.shape).toEqual([1, 2]);
    expect((await executable.run({ x: images(3) }))['y']!.shape).toEqual([3, 2]);
    expect(runs.map(({ x }) => x!.shape[0])).toEqual([3, 3]);
  });

  it('leaves a graph of an open batch alone', async () => {
    const { device, runs } = doubling();
    await (await openForAnyBatch(device, graphFor('N'))).run({ x: images(5) });
    expect(runs.map(({ x }) => x!.shape[0])).toEqual([5]);
  });
});
