import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { differentiate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { openDevice } from '../devices.ts';
import type { Executable } from '../device.ts';
import { OnnxRuntimeExecutable } from './executable.ts';
import type { Session } from './session.ts';
import { startWorkerSession } from './worker-session.ts';

vi.mock('./worker-session.ts', { spy: true });

describe('a batch in parts, each in a thread of its own', () => {
  let open: Executable[] = [];
  const opened = async (threads: number): Promise<Executable> => {
    const executable = await (await openDevice('onnxruntime-cpu', { threads })).open(network());
    open.push(executable);
    return executable;
  };
  afterEach(async () => {
    vi.mocked(startWorkerSession).mockClear();
    await Promise.all(open.map((executable) => executable.close()));
    open = [];
  });

  it('gives what the whole batch does in one session', async () => {
    const [split, whole] = [await opened(2), await opened(1)];
    for (const batch of [1, 2, 3, 5]) {
      const [results, expected] = [await split.run(feeds(batch)), await whole.run(feeds(batch))];
      expect(Object.keys(results)).toEqual(Object.keys(expected));
      for (const [name, { type, shape, data }] of Object.entries(expected)) {
        expect(results[name]).toMatchObject({ type, shape });
        Array.from(data, Number).forEach((value, i) => expect(Number(results[name]!.data[i])).toBeCloseTo(value, 6));
      }
    }
  });

  it('gives the same bits for the same feeds, in whichever order batches come, and leaves the feeds as they were', async () => {
    const [first, second] = [await opened(2), await opened(2)];
    const given = feeds(5);
    const results = await first.run(given);
    expect(given).toEqual(feeds(5));
    await second.run(feeds(2));
    expect(await second.run(given)).toEqual(results);
    expect(await first.run(given)).toEqual(results);
  });

  it('gives a session few images at once where their values are large', async () => {
    const b = new GraphBuilder({ name: 'large values' });
    const large = b.mul(b.input('image', { type: 'float32', shape: ['N', 1, 64, 64] }), b.constant(noise([200, 64, 64])));
    b.append('ReduceL2', [large, b.integers([1, 2, 3])], { keepdims: 0 }, { outputs: ['distance'] });
    b.output('distance');
    const executables = await Promise.all([2, 1].map(async (threads) => (await openDevice('onnxruntime-cpu', { threads })).open(b.build())));
    open.push(...executables);
    const sessions = vi.mocked(startWorkerSession).mock.results.map(({ value }) => value as Session);
    const runs = sessions.map((session) => vi.spyOn(session, 'run'));
    const given = { image: noise([5, 1, 64, 64]) };
    const [split, whole] = await Promise.all(executables.map((executable) => executable.run(given)));
    Array.from(whole!['distance']!.data, Number).forEach((value, i) => expect(Number(split!['distance']!.data[i])).toBeCloseTo(value, 4));
    expect(runs.flatMap(({ mock }) => mock.calls.map(([{ image }]) => image!.shape[0]))).toEqual([1, 1, 1, 1, 1]);
  });

  it('runs calls that overlap, and waits for them when it is closed', async () => {
    const executable = await opened(2);
    const runs = [executable.run(feeds(4, 1)), executable.run(feeds(1, 1)), executable.run(feeds(4, 2))];
    await executable.close();
    const [first, , third] = await Promise.all(runs);
    expect(first!['distance']!.data).not.toEqual(third!['distance']!.data);
    await expect(executable.run(feeds(4))).rejects.toMatchObject({ code: 'runtime.run_failed', message: expect.stringMatching(/closed/) });
  });

  it('opens a session again that could not be opened, each in its turn', async () => {
    const failing = (times: number): (<Opened>(opened: Opened) => Promise<Opened>) => (opened) => (times-- > 0 ? Promise.reject(new Error('std::bad_alloc')) : Promise.resolve(opened));
    const session: Session = { run: () => Promise.resolve({ distance: makeTensor('float32', [1], [1]), gradient: noise([1, 2, 6, 6]) }), close: () => Promise.resolve() };
    const [whole, parts] = [failing(1), failing(2)];
    const executable = new OnnxRuntimeExecutable(network(), {
      whole: () => whole(session), parts: { count: 2, imagesAtOnce: 1, axes: { inputs: new Set(['image']), outputs: new Set() }, open: () => parts([session, session]) },
    });
    open.push(executable);
    const outcomes = [];
    for (const batch of [1, 2, 1, 2, 2]) outcomes.push(await executable.run(feeds(batch)).then(() => 'ran', (error: { code: string }) => error.code));
    expect(outcomes).toEqual(['runtime.out_of_memory', 'runtime.out_of_memory', 'ran', 'runtime.out_of_memory', 'ran']);
  });

  it('says so when a thread ends', async () => {
    const executable = await opened(2);
    const [started] = vi.mocked(startWorkerSession).mock.results;
    await (started!.value as Session).close();
    await expect(executable.run(feeds(4))).rejects.toMatchObject({ code: 'runtime.run_failed', message: expect.stringMatching(/thread ended/) });
    await executable.close();
  });

  it('lets the process end that forgot to close it', () => {
    const program = `
      import { GraphBuilder, makeTensor } from '@lookalike/graph';
      import { openDevice } from '@lookalike/runtime';
      const b = new GraphBuilder();
      const weights = makeTensor('float32', [128, 128], new Float32Array(2 ** 14).fill(1));
      b.output(b.matMul(b.input('x', { type: 'float32', shape: ['N', 128] }), b.constant(weights)));
      const graph = b.build();
      const executable = await (await openDevice('onnxruntime-cpu', { threads: 2 })).open(graph);
      const results = await executable.run({ x: makeTensor('float32', [2, 128], new Float32Array(256).fill(1)) });
      console.log(String(results[graph.outputs[0]].data.length));`;
    const printed = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { cwd: join(import.meta.dirname, '../../../..'), encoding: 'utf8', timeout: 300_000 });
    expect(printed.trim()).toBe('256');
  });
});

function network(): Graph {
  const b = new GraphBuilder({ name: 'split' });
  const image = b.input('image', { type: 'float32', shape: ['N', 3, 6, 6] });
  const y = b.relu(b.conv(image, b.constant(noise([32, 3, 3, 3])), { pads: [1, 1, 1, 1] }));
  const features = b.matMul(b.reshape(y, [-1, 32 * 36]), b.constant(noise([32 * 36, 16], 3)));
  const scaled = b.mul(features, b.input('scale', { type: 'float32', shape: [16] }));
  b.append('ReduceL2', [scaled, b.integers([1])], { keepdims: 0 }, { outputs: ['distance'] });
  b.output('distance');
  const { graph } = differentiate(b.build(), { of: 'distance', withRespectTo: 'image' });
  return graph;
}

function feeds(batch: number, seed = 0): Record<string, Tensor> {
  return { image: noise([batch, 3, 6, 6], seed), scale: noise([16], 5) };
}

/** Numbers without a pattern, small enough for results around 1. */
function noise(shape: readonly number[], seed = 0): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return makeTensor('float32', shape, Array.from({ length: count }, (_, i) => 0.1 * (Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453 % 1)));
}
