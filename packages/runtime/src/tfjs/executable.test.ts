import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { differentiate, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { runsBeforeJoining, TfjsExecutable } from './executable.ts';
import type { TfjsLibrary, WholeGraph } from './library.ts';
import type { Binding } from './native/binding.ts';
import { findNodePackage, howToInstall, loadNodePackage } from './native/node-library.ts';
import type { NativeBackend } from './native/recording.ts';
import { loadWasm } from './wasm-library.ts';

const nodePackage = '@tensorflow/tfjs-node';

describe('A graph on TensorFlow.js in WebAssembly', async () => facts(await loadWasm()));

if (findNodePackage(nodePackage) === undefined) describe.skip(`A graph on TensorFlow: ${howToInstall(nodePackage)}`, () => it('runs', () => {}));
else {
  describe('A graph on TensorFlow', () => {
    // So that batches are dealt out on a machine of one processor too.
    const library = loadNodePackage(nodePackage, 2);
    facts(library);
    joiningFacts(library);
  });
}

function facts(library: TfjsLibrary): void {
  it('leaves no memory behind: not after a run, not for a batch size that was given up, not after closing', async () => {
    const { tf } = library;
    library.activate();
    const before = tf.memory().numTensors;
    const executable = await TfjsExecutable.open(library, step());
    const counts: number[] = [];
    for (let round = 0; round < 3; round++) {
      for (const batch of [1, 2, 3, 4, 5, 6]) await executable.run({ image: noise([batch, 3, 8, 8]) });
      library.activate();
      counts.push(tf.memory().numTensors);
    }
    expect(new Set(counts).size).toBe(1);
    await executable.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves no memory behind when a run fails', async () => {
    const { tf } = library;
    const b = new GraphBuilder({ name: 'lookup' });
    const image = b.input('image', { type: 'float32', shape: ['N', 4] });
    b.output(b.op('Gather', [b.mul(image, 2), b.input('index', { type: 'int64', shape: [1] })], { axis: 1 }));
    const executable = await TfjsExecutable.open(library, b.build());
    const run = (index: number) => executable.run({ image: noise([2, 4]), index: makeTensor('int64', [1], [index]) });
    await run(-1);
    const { numTensors } = tf.memory();
    await expect(run(4)).rejects.toMatchObject({ code: 'runtime.run_failed', message: expect.stringMatching(/index 4 is outside of its axis, which has size 4/) });
    expect(tf.memory().numTensors).toBe(numTensors);
    await executable.close();
  });

  it('refuses whole numbers that do not fit into its own', async () => {
    const b = new GraphBuilder({ name: 'counts' });
    b.output(b.add(b.input('count', { type: 'int64', shape: ['N'] }), 1));
    const executable = await TfjsExecutable.open(library, b.build());
    await expect(executable.run({ count: makeTensor('int64', [1], [2 ** 40]) })).rejects.toThrow(/1099511627776 does not fit into int32/);
    expect((await executable.run({ count: makeTensor('int64', [1], [41]) }))).toEqual({ [b.build().outputs[0]!]: makeTensor('int64', [1], [42]) });
    await executable.close();
  });

  it('agrees with the reference on a network whose axes lie otherwise throughout', async () => {
    const graph = step();
    const feeds = { image: noise([3, 3, 8, 8]) };
    const executable = await TfjsExecutable.open(library, graph);
    const results = await executable.run(feeds);
    expectClose(results, evaluate(graph, new Map(Object.entries(feeds))));
    await executable.close();
  });
}

function joiningFacts(library: TfjsLibrary): void {
  const joined: (WholeGraph | undefined)[] = [];
  const watched: TfjsLibrary = {
    ...library,
    join: (...given) => {
      joined.push(library.join!(...given));
      return joined.at(-1);
    },
  };

  it('becomes one graph when it has been run often, each batch size by itself, with the same results', async () => {
    joined.length = 0;
    const folder = mkdtempSync(join(tmpdir(), 'joined-'));
    vi.stubEnv('TMPDIR', folder);
    const executable = await TfjsExecutable.open(watched, step());
    for (const batch of [2, 3]) {
      const feeds = { image: noise([batch, 3, 8, 8]) };
      for (let run = 0; run < runsBeforeJoining; run++) expectClose(await executable.run(feeds), evaluate(step(), new Map(Object.entries(feeds))));
      expect(joined).toHaveLength(batch - 1);
      // Others than those that were there when it was recorded.
      const others = { image: noise([batch, 3, 8, 8], 1) };
      expectClose(await executable.run(others), evaluate(step(), new Map(Object.entries(others))));
    }
    await executable.close();
    for (const whole of joined) expect(() => whole!.run([])).toThrow(/SavedModel ID not found/);
    expect(readdirSync(folder)).toEqual([]);
    vi.unstubAllEnvs();
    rmdirSync(folder);
  });

  it('computes parts of a batch and of large products side by side, and leaves nothing behind', async () => {
    // TensorFlow.js does not know the tensors that a graph makes and frees in the addon.
    const backend = library.tf.backend() as unknown as NativeBackend;
    const { binding } = backend;
    const tensors = new Set<number>();
    let large = 0;
    backend.binding = Object.create(binding, {
      createTensor: {
        value: (...given: Parameters<Binding['createTensor']>) => {
          const id = binding.createTensor(...given);
          tensors.add(id);
          if (given[2].byteLength >= 2 ** 20) large++;
          return id;
        },
      },
      deleteTensor: {
        value: (id: number) => {
          tensors.delete(id);
          binding.deleteTensor(id);
        },
      },
    }) as Binding;
    try {
      const graph = largeProducts();
      const executable = await TfjsExecutable.open(watched, graph);
      for (const batch of [1, 3]) {
        const feeds = { image: noise([batch, 16, 32, 32]), scale: noise([1]) };
        const expected = evaluate(graph, new Map(Object.entries(feeds)));
        for (let run = 0; run <= runsBeforeJoining; run++) expectClose(await executable.run(feeds), expected);
      }
      // Two matrices, and for one image their halves; for several, TensorFlow takes the ones that are there.
      expect(large).toBe(2 + 4);
      expect(tensors.size).toBeGreaterThan(0);
      await executable.close();
      expect([...tensors]).toEqual([]);
    } finally {
      backend.binding = binding;
    }
  });

  it('stays as it is where JavaScript computes between its kernels, or a result is what was fed', async () => {
    joined.length = 0;
    const lookup = new GraphBuilder();
    lookup.output(lookup.op('Gather', [lookup.input('x', { type: 'float32', shape: [4] }), lookup.input('index', { type: 'int64', shape: [1] })]));
    const echo = new GraphBuilder();
    echo.input('x', { type: 'float32', shape: [4] });
    echo.setOutputs(['x']);
    for (const graph of [lookup.build(), echo.build()]) {
      const executable = await TfjsExecutable.open(watched, graph);
      for (let run = 0; run <= runsBeforeJoining; run++) {
        const feeds = { x: makeTensor('float32', [4], [5, 6, 7, 8]), index: makeTensor('int64', [1], [run % 4]) };
        const results = await executable.run(Object.fromEntries(graph.inputs.map(({ name }) => [name, feeds[name as 'x']])));
        expect(results[graph.outputs[0]!]!.data).toEqual(graph.inputs.length === 1 ? feeds.x.data : Float32Array.of(5 + (run % 4)));
      }
      await executable.close();
    }
    expect(joined).toEqual([undefined]);
  });

  it('goes on with its kernels where it cannot be joined, and says so once', async () => {
    const executable = await TfjsExecutable.open({ ...library, join: () => { throw new Error('no space left on device'); } }, step());
    const warned = once(process, 'warning');
    const feeds = { image: noise([2, 3, 8, 8]) };
    const results: unknown[] = [];
    for (let run = 0; run <= runsBeforeJoining; run++) results.push(await executable.run(feeds));
    expect(new Set(results.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await warned).toMatchObject([{ code: 'runtime.graph_not_joined', message: expect.stringMatching(/no space left on device/) }]);
    await executable.close();
  });
}

/** Products that are large enough for two threads each, and weights that are; an input and an output that have no batch. */
function largeProducts(): Graph {
  const b = new GraphBuilder({ name: 'large' });
  const weights = (shape: readonly number[]) => b.floats(shape, (noise(shape).data as Float32Array).map((value) => value / 16));
  const image = b.input('image', { type: 'float32', shape: ['N', 16, 32, 32] });
  const scale = b.mul(b.input('scale', { type: 'float32', shape: [1] }), 2);
  const features = b.relu(b.conv(image, weights([64, 16, 3, 3]), { pads: [1, 1, 1, 1], bias: weights([64]) }));
  const tokens = b.reshape(b.conv(features, weights([32, 64, 3, 3]), { strides: [2, 2] }), [0, -1, 480]);
  b.output(b.reduceMean(b.mul(b.relu(b.matMul(b.matMul(tokens, weights([480, 2048])), weights([2048, 512]))), scale), [1]));
  b.output(scale);
  return b.build();
}

/** Convolutions of both kinds, pooling, tokens and a batch that shapes depend on; and its gradient. */
function step(): Graph {
  const b = new GraphBuilder({ name: 'step' });
  const weights = (shape: readonly number[]) => b.floats(shape, noise(shape).data as Float32Array);
  const image = b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] });
  const first = b.relu(b.conv(image, weights([4, 3, 3, 3]), { strides: [2, 2], pads: [1, 1, 1, 1], bias: weights([4]) }));
  const wide = b.relu(b.conv(first, weights([8, 1, 3, 3]), { group: 4, pads: [1, 1, 1, 1] }));
  const pooled = b.maxPool(b.add(b.conv(wide, weights([8, 8, 1, 1])), wide), { kernel: [2, 2], strides: [2, 2] });
  const tokens = b.mul(b.transpose(b.reshape(pooled, [0, 8, -1]), [0, 2, 1]), 0.1);
  const attention = b.softmax(b.matMul(tokens, b.transpose(tokens, [0, 2, 1])), -1);
  const features = b.reduceMean(b.matMul(attention, tokens), [1]);
  const distance = b.output(b.reduceL2(b.sub(features, 0.1), [1]));
  const { graph, gradient } = differentiate(b.build(), { of: distance, withRespectTo: 'image' });
  return { ...graph, outputs: [...graph.outputs, gradient].filter((name, i, all) => all.indexOf(name) === i) };
}

function expectClose(results: Readonly<Record<string, Tensor>>, expected: ReadonlyMap<string, Tensor>): void {
  for (const [name, { shape, data }] of expected) {
    expect(results[name]!.shape).toEqual(shape);
    data.forEach((value, i) => expect(Number(results[name]!.data[i])).toBeCloseTo(Number(value), 4));
  }
}

/** Numbers without a pattern, the same on every run. */
function noise(shape: readonly number[], seed = 0) {
  const count = shape.reduce((product, size) => product * size, 1);
  return makeTensor('float32', shape, Array.from({ length: count }, (_, i) => (Math.sin(12.9898 * (i + 1 + 1000 * seed)) * 43758.5453) % 1));
}
