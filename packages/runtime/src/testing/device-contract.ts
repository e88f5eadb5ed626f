import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differentiate, evaluate, GraphBuilder, GraphError, makeTensor } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { buildCase, caseFeeds, operatorCases } from '@lookalike/graph/cases';
import type { OperatorCase } from '@lookalike/graph/cases';
import { listDevices, openDevice } from '../devices.ts';
import type { Device, DeviceId, Executable } from '../device.ts';
import { describeSlopes } from './describe-slopes.ts';

/**
 * How far a device may be from double precision, relative to the greatest magnitude of the result: some hundred roundings
 * of float32 (2⁻²⁴ each), which the longest sums of the cases add up to.
 */
const tolerance = 2e-5;

export interface DescribeDeviceOptions {
  /** On how many random chains of operators its gradients are compared with its values. */
  readonly chains?: number;
}

/**
 * What every device must do: each operator and its gradient as double precision has them, gradients that are the slopes of its own values,
 * and the behaviour that `Executable` promises. Where the device is not available, one skipped test says why.
 * @returns whether the device is available
 */
export async function describeDevice(id: DeviceId, { chains = 80 }: DescribeDeviceOptions = {}): Promise<boolean> {
  const report = (await listDevices()).find((one) => one.id === id)!;
  if (!report.available) {
    it.skip(`${id} is not tested here: ${report.reason}`);
    return false;
  }
  describe(`${report.label}, version ${report.version}`, () => {
    let device: Device;
    // A device that has a graph open need not set itself up for the next one: with WebGPU that takes most of the time.
    let open: Executable | undefined;
    beforeAll(async () => {
      device = await openDevice(id);
      open = await device.open(smallNetwork());
    }, 60_000);
    afterAll(() => open?.close());

    describeBehaviour(() => device);
    describe('agrees with double precision, and so does its gradient', () => {
      it.each(operatorCases.map((operatorCase) => [operatorCase.name, operatorCase] as const))('%s', (_name, operatorCase) => checkCase(device, operatorCase), 60_000);
    });
    describe('has gradients that are the slopes of its own values', () => describeSlopes(() => device, chains));
  });
  return true;
}

/** One graph holds the case and the gradient by each of its inputs. It is run until the device has it in its final form; the last result counts. */
async function checkCase(device: Device, operatorCase: OperatorCase): Promise<void> {
  const { graph, result, gradients } = withGradients(operatorCase);
  const feeds = caseFeeds(operatorCase);
  const expected = evaluate(graph, feeds);
  const executable = await device.open(graph);
  try {
    let results = await executable.run(Object.fromEntries(feeds));
    for (let run = 1; run < device.settlesAtRun; run++) results = await executable.run(Object.fromEntries(feeds));
    expectAgreement(results[result]!, expected.get(result)!, 'its value');
    for (const [input, gradient] of gradients) expectAgreement(results[gradient]!, expected.get(gradient)!, `its gradient by ${input}`);
  } finally {
    await executable.close();
  }
}

function withGradients(operatorCase: OperatorCase): { graph: Graph; result: string; gradients: ReadonlyMap<string, string> } {
  const { graph, result, projection } = buildCase(operatorCase);
  const gradients = new Map<string, string>();
  let whole = graph;
  for (const [input, { type = 'float32' }] of Object.entries(operatorCase.inputs)) {
    if (type !== 'float32' || operatorCase.hasGradient === false) continue;
    try {
      const differentiated = differentiate(whole, { of: projection, withRespectTo: input });
      whole = differentiated.graph;
      gradients.set(input, differentiated.gradient);
    } catch (error) {
      // The condition of a Where, for one: that it has none is tested with the rules.
      if (!(error instanceof GraphError && error.code === 'graph.no_gradient')) throw error;
    }
  }
  return { graph: whole, result, gradients };
}

function expectAgreement(got: Tensor, expected: Tensor, what: string): void {
  expect(got.shape, `the shape of ${what}`).toEqual(expected.shape);
  const wanted = Array.from(expected.data, Number);
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  wanted.forEach((value, i) => {
    const error = Math.abs(Number(got.data[i]) - value);
    if (!(error <= tolerance * scale)) expect.fail(`${what} at ${i} of ${wanted.length}: the device says ${got.data[i]}, double precision says ${value}.`);
  });
}

function describeBehaviour(device: () => Device): void {
  const open = (): Promise<Executable> => device().open(smallNetwork());

  it('agrees with double precision for every batch size', async () => {
    const executable = await open();
    for (const batch of [1, 3, 2]) {
      const feeds = { image: noise([batch, 2, 5, 5]) };
      const { features } = await executable.run(feeds);
      expect(features!.type).toBe('float32');
      expectAgreement(features!, evaluate(smallNetwork(), new Map(Object.entries(feeds))).get('features')!, 'the features');
    }
    await executable.close();
  }, 60_000);

  it('returns each result in memory of its own', async () => {
    const executable = await open();
    const first = (await executable.run({ image: noise([1, 2, 5, 5], 1) }))['features']!;
    const kept = [...first.data];
    await executable.run({ image: noise([1, 2, 5, 5], 2) });
    expect([...first.data]).toEqual(kept);
    await executable.close();
  });

  it('gives the same bits for the same feeds', async () => {
    const executable = await open();
    const image = noise([4, 2, 5, 5]);
    expect((await executable.run({ image }))['features']).toEqual((await executable.run({ image }))['features']);
    await executable.close();
  });

  it('refuses feeds that do not fit, and runs on', async () => {
    const good = noise([2, 2, 5, 5]);
    const bad: [RegExp, Parameters<Executable['run']>[0]][] = [
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

  it('computes on with NaN and infinite feeds, which spoil their own image only', async () => {
    const executable = await open();
    const image = noise([3, 2, 5, 5]);
    const { features: expected } = await executable.run({ image });
    for (const spoilt of [NaN, Infinity, -Infinity]) {
      const data = Float32Array.from(image.data as Float32Array);
      data.fill(spoilt, 50, 100);
      const { features } = await executable.run({ image: { ...image, data } });
      expectAgreement(entries(features!, [0, 2]), entries(expected!, [0, 2]), `the features beside ${spoilt}`);
    }
    await executable.close();
  });

  it('refuses two inputs of different batches', async () => {
    const b = new GraphBuilder({ name: 'sum' });
    b.output(b.add(b.input('a', { type: 'float32', shape: ['N', 2] }), b.input('b', { type: 'float32', shape: ['N', 2] })));
    const executable = await device().open(b.build());
    await expect(executable.run({ a: noise([2, 2]), b: noise([1, 2]) })).rejects.toThrow(/input "b".*with N = 2, not \[1, 2\]/);
    await executable.close();
  });

  it('refuses to run after closing, and closing twice does nothing', async () => {
    const executable = await open();
    await executable.close();
    await executable.close();
    await expect(executable.run({ image: noise([1, 2, 5, 5]) })).rejects.toMatchObject({ code: 'runtime.run_failed', message: expect.stringMatching(/closed/) });
  });

  it('says so when a batch is too large for any memory, and goes on with smaller ones', async () => {
    const b = new GraphBuilder({ name: 'large' });
    b.output(b.reduceSum(b.mul(b.expand(b.input('x', { type: 'float32', shape: ['N', 1] }), [1, 2 ** 22]), 0.5), [0, 1]));
    const executable = await device().open(b.build());
    const ones = (images: number): Tensor => makeTensor('float32', [images, 1], new Float32Array(images).fill(1));
    await expect(executable.run({ x: ones(2 ** 20) })).rejects.toMatchObject({ code: 'runtime.out_of_memory', message: expect.stringMatching(/"large".*smaller batch/s) });
    const [sum] = Object.values(await executable.run({ x: ones(1) }));
    expect(Number(sum!.data[0])).toBe(2 ** 21);
    await executable.close();
  });

  it('refuses a graph that it cannot run, with what the library says', async () => {
    // ONNX allows Erf of whole numbers; no runtime has it.
    const b = new GraphBuilder({ name: 'rare' });
    b.output(b.erf(b.input('x', { type: 'int8', shape: ['N'] })));
    await expect(device().open(b.build())).rejects.toMatchObject({ code: 'runtime.model_refused', message: expect.stringMatching(/"rare".*Erf/s) });
  });
}

function smallNetwork(): Graph {
  const b = new GraphBuilder({ name: 'small' });
  const x = b.input('image', { type: 'float32', shape: ['N', 2, 5, 5] });
  const y = b.relu(b.conv(b.sub(x, 0.5), b.floats([3, 2, 3, 3], noise([54]).data as Float32Array), { pads: [1, 1, 1, 1], strides: [2, 2] }));
  b.append('ReduceMean', [y, b.integers([2, 3])], { keepdims: 0 }, { outputs: ['features'] });
  b.output('features');
  return b.build();
}

/** Some images of a batch. */
function entries({ type, shape, data }: Tensor, images: readonly number[]): Tensor {
  const size = data.length / shape[0]!;
  return makeTensor(type, [images.length, ...shape.slice(1)], images.flatMap((image) => Array.from(data.slice(image * size, (image + 1) * size) as Float32Array)));
}

/** Numbers without a pattern, the same on every run. */
function noise(shape: readonly number[], seed = 0): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return makeTensor('float32', shape, Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453 % 1));
}
