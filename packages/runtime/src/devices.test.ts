import { describe, expect, it } from 'vitest';
import { evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { listDevices, openDevice } from './index.ts';

describe('listDevices', () => {
  it('says that ONNX Runtime on the processor is there, with its version and threads', async () => {
    const report = (await listDevices()).find(({ id }) => id === 'onnxruntime-cpu')!;
    expect(report).toMatchObject({ available: true, label: 'ONNX Runtime on the processor' });
    expect(report.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(report.threads).toBeGreaterThanOrEqual(1);
    expect(report).not.toHaveProperty('reason');
  });
});

describe('openDevice', () => {
  it('takes the processor when nothing better is there', async () => {
    expect((await openDevice('auto', { threads: 1 }))).toMatchObject({ id: 'onnxruntime-cpu', threads: 1 });
  });

  it('refuses a device that Lookalike does not know, and lists those that are there', async () => {
    await expect(openDevice('abacus')).rejects.toMatchObject({ code: 'runtime.device_unavailable', message: expect.stringMatching(/"abacus".*knows onnxruntime-cpu.*Available here: onnxruntime-cpu/) });
  });
});

describe('Every device that is there', () => {
  it('agrees with the double-precision reference, for every batch size', async () => {
    const graph = smallNetwork();
    for (const device of await available()) {
      const executable = await device.open(graph);
      for (const batch of [1, 3, 2]) {
        const feeds = { image: noise([batch, 2, 5, 5]) };
        const expected = evaluate(graph, new Map(Object.entries(feeds))).get('features')!;
        const { features } = await executable.run(feeds);
        expect(features!.shape).toEqual([batch, 3]);
        expect(features!.type).toBe('float32');
        expected.data.forEach((value, i) => expect(Number(features!.data[i])).toBeCloseTo(Number(value), 5));
      }
      await executable.close();
    }
  });

  it('returns each result in memory of its own', async () => {
    for (const device of await available()) {
      const executable = await device.open(smallNetwork());
      const first = (await executable.run({ image: noise([1, 2, 5, 5], 1) }))['features']!;
      const kept = [...first.data];
      await executable.run({ image: noise([1, 2, 5, 5], 2) });
      expect([...first.data]).toEqual(kept);
      await executable.close();
    }
  });

  it('gives the same bits for the same feeds', async () => {
    for (const device of await available()) {
      const executable = await device.open(smallNetwork());
      const image = noise([4, 2, 5, 5]);
      expect((await executable.run({ image }))['features']).toEqual((await executable.run({ image }))['features']);
      await executable.close();
    }
  });

  it('refuses feeds that do not fit, and runs on', async () => {
    const good = noise([2, 2, 5, 5]);
    const bad: [RegExp, Parameters<Awaited<ReturnType<typeof open>>['run']>[0]][] = [
      [/input "image" was not given/, {}],
      [/no input "picture"; its inputs are image/, { image: good, picture: good }],
      [/must be float32, not float64/, { image: { ...good, type: 'float64', data: new Float64Array(100) } }],
      [/must have the shape \[N, 2, 5, 5\] with N = 2, not \[2, 2, 5, 4\]/, { image: noise([2, 2, 5, 4]) }],
      [/needs 100 values, got 99/, { image: { ...good, data: good.data.slice(0, 99) } }],
    ];
    const executable = await open();
    for (const [message, feeds] of bad) {
      await expect(executable.run(feeds)).rejects.toMatchObject({ code: 'runtime.bad_feed', message: expect.stringMatching(message) });
    }
    await expect(executable.run({ image: good })).resolves.toHaveProperty('features');
    await executable.close();
  });

  it('refuses two inputs of different batches', async () => {
    const b = new GraphBuilder({ name: 'sum' });
    b.output(b.add(b.input('a', { type: 'float32', shape: ['N', 2] }), b.input('b', { type: 'float32', shape: ['N', 2] })));
    const executable = await (await openDevice()).open(b.build());
    await expect(executable.run({ a: noise([2, 2]), b: noise([1, 2]) })).rejects.toThrow(/input "b".*with N = 2, not \[1, 2\]/);
    await executable.close();
  });

  it('refuses to run after closing, and closing twice does nothing', async () => {
    const executable = await open();
    await executable.close();
    await executable.close();
    await expect(executable.run({ image: noise([1, 2, 5, 5]) })).rejects.toMatchObject({ code: 'runtime.run_failed', message: expect.stringMatching(/closed/) });
  });

  it('refuses a graph that it cannot run, with what the library says', async () => {
    // ONNX allows Erf of whole numbers; no runtime has it.
    const b = new GraphBuilder({ name: 'rare' });
    b.output(b.erf(b.input('x', { type: 'int8', shape: ['N'] })));
    const nonsense = b.build();
    for (const device of await available()) {
      await expect(device.open(nonsense)).rejects.toMatchObject({ code: 'runtime.model_refused', message: expect.stringMatching(/"rare".*Erf/s) });
    }
  });
});

async function available() {
  const reports = await listDevices();
  return Promise.all(reports.filter((report) => report.available).map((report) => openDevice(report.id)));
}

async function open() {
  return (await openDevice()).open(smallNetwork());
}

function smallNetwork(): Graph {
  const b = new GraphBuilder({ name: 'small' });
  const x = b.input('image', { type: 'float32', shape: ['N', 2, 5, 5] });
  const y = b.relu(b.conv(b.sub(x, 0.5), b.floats([3, 2, 3, 3], noise([54]).data as Float32Array), { pads: [1, 1, 1, 1], strides: [2, 2] }));
  b.append('ReduceMean', [y, b.integers([2, 3])], { keepdims: 0 }, { outputs: ['features'] });
  b.output('features');
  return b.build();
}

/** Numbers without a pattern, the same on every run. */
function noise(shape: readonly number[], seed = 0) {
  const count = shape.reduce((product, size) => product * size, 1);
  return makeTensor('float32', shape, Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453 % 1));
}
