import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '@lookalike/graph';
import { defaultIriConfiguration, type IriConfiguration } from '@lookalike/iri-configuration';
import { openDevice } from '@lookalike/runtime';
import type { Device } from '@lookalike/runtime';
import type { Graph } from '@lookalike/graph';
import { detailOf, generateIris, relativeDistance } from './index.ts';
import type { FinishedIri, GeneratedIri, GenerateIrisOptions, IriProgress, Target } from './index.ts';
import { tinyImage, tinyNetwork } from './testing/tiny-network.ts';

const device = await openDevice('onnxruntime-cpu', { threads: 1 });
const targets: Target[] = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, hash: `hash of ${id}`, pixels: tinyImage(id) }));
const configuration: IriConfiguration = { ...defaultIriConfiguration(), stopping: { maximumSteps: 120, targetDistance: 0.02 }, batchSize: 4 };
const base: GenerateIrisOptions = { device, network: tinyNetwork(), layer: 'pooled', configuration, targets, now: () => 0 };

async function generate(changes: Partial<GenerateIrisOptions> = {}): Promise<FinishedIri[]> {
  const iris: FinishedIri[] = [];
  for await (const iri of await generateIris({ ...base, ...changes })) iris.push(iri);
  return iris;
}

function generated(iris: readonly FinishedIri[]): GeneratedIri[] {
  return iris.filter((iri) => iri.kind === 'generated').sort((a, b) => (a.targetId < b.targetId ? -1 : 1));
}

describe('generateIris', () => {
  it('gives every target an image that is represented alike, starting from noise', async () => {
    const iris = generated(await generate());
    expect(iris.map(({ targetId }) => targetId)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    for (const iri of iris) {
      expect(iri.representationDistance).toBeLessThanOrEqual(0.021);
      expect(iri.seedDistance).toBeGreaterThan(iri.representationDistance);
      expect(iri).toMatchObject({ nullPercentile: 0, accepted: true });
      expect(iri.image).toHaveLength(48);
    }
  });

  it('represents an image by the part of the layer that the configuration names', async () => {
    const changes = { layer: 'rectified', configuration: { ...configuration, part: 'spatial-mean' } } as const;
    const generation = await generateIris({ ...base, ...changes });
    await generation.close();
    expect(generation.environment).toMatchObject({ layer: 'rectified', representationShape: [6] });
    const [iri] = generated(await generate(changes));
    expect(iri!.representationDistance).toBeLessThanOrEqual(0.021);
    // The mean over the map is what the layer behind it computes.
    const executable = await device.open({ ...tinyNetwork(), outputs: ['pooled'] });
    const look = async (pixels: Float32Array) => (await executable.run({ picture: { type: 'float32', shape: [1, 3, 4, 4], data: pixels } }))['pooled']!.data as Float32Array;
    const d = relativeDistance(await look(Float32Array.from(iri!.image, (byte) => byte / 255)), await look(targets[0]!.pixels));
    expect(iri!.representationDistance).toBeCloseTo(d, 5);
    await expect(generateIris({ ...base, configuration: { ...configuration, part: 'class-token' } })).rejects.toMatchObject({ code: 'graph.unknown_part' });
  });

  it('warns of a representation of few values', async () => {
    const generation = await generateIris(base);
    await generation.close();
    expect(generation.warnings).toMatchObject([{ code: 'graph.small_representation', message: expect.stringMatching(/"pooled" has 6 values/) as string }]);
  });

  it('gives the same for a network that takes one image at once, or three, and says so', async () => {
    const expected = generated(await generate());
    for (const batch of [1, 3]) {
      const [input] = base.network.inputs;
      const network = { ...base.network, inputs: [{ ...input!, shape: [batch, ...input!.shape.slice(1)] }] };
      for (const changes of [{}, { configuration: { ...configuration, parametrisation: { kind: 'fourier' }, transforms: { kind: 'random' }, stopping: { ...configuration.stopping, maximumSteps: 3 } } } as const]) {
        const open = 'configuration' in changes ? generated(await generate(changes)) : expected;
        const iris = generated(await generate({ ...changes, network }));
        expect(iris.map(({ targetId, representationDistance }) => [targetId, representationDistance.toFixed(4)])).toEqual(open.map(({ targetId, representationDistance }) => [targetId, representationDistance.toFixed(4)]));
      }
      const generation = await generateIris({ ...base, network });
      await generation.close();
      expect(generation.warnings).toContainEqual(expect.objectContaining({ code: 'iri.fixed_batch', fix: expect.stringContaining('dynamic_axes={"picture": {0: "batch"}}') as string }));
    }
  }, 60_000);

  it('states d as a separate look at the 8-bit image finds it', async () => {
    const [iri] = generated(await generate());
    const executable = await device.open({ ...tinyNetwork(), outputs: ['pooled'] });
    const look = async (pixels: Float32Array) => (await executable.run({ picture: { type: 'float32', shape: [1, 3, 4, 4], data: pixels } }))['pooled']!.data as Float32Array;
    const d = relativeDistance(await look(Float32Array.from(iri!.image, (byte) => byte / 255)), await look(targets[0]!.pixels));
    expect(iri!.representationDistance).toBeCloseTo(d, 6);
  });

  it('says that the gradient is a surrogate where the network asks for one', async () => {
    const b = new GraphBuilder();
    const picture = b.input('picture', { type: 'float32', shape: ['N', 3, 4, 4] });
    b.append('ReduceMean', [b.op('Round', [b.mul(picture, 100)], { surrogate: 'quantised-activations' }), b.integers([2, 3])], { keepdims: 0 }, { outputs: ['pooled'] });
    b.output('pooled');
    const generation = await generateIris({ ...base, network: b.build() });
    await generation.close();
    expect(generation.environment.surrogateGradients).toEqual([{ kind: 'quantised-activations', sentence: expect.stringContaining('straight through') }]);
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const bytes = async (randomSeed: string) => generated(await generate({ configuration: { ...configuration, randomSeed } })).map(({ image, seedImage }) => [[...image], [...seedImage]]);
    const first = await bytes('one');
    expect(await bytes('one')).toEqual(first);
    expect(await bytes('two')).not.toEqual(first);
  });

  it('gives the same seed images, and as good results, in another batch size or order', async () => {
    const one = generated(await generate());
    const other = generated(await generate({ targets: [...targets].reverse(), configuration: { ...configuration, batchSize: 1 } }));
    expect(other.map(({ seedImage }) => seedImage)).toEqual(one.map(({ seedImage }) => seedImage));
    other.forEach((iri, i) => expect(Math.abs(iri.representationDistance - one[i]!.representationDistance)).toBeLessThan(0.01));
  });

  it('starts each target from a seed image of its own', async () => {
    const seeds = generated(await generate()).map(({ seedImage }) => seedImage.join());
    expect(new Set(seeds).size).toBe(targets.length);
  });

  it('goes on where it stopped: what is done is left out, and the null distribution is still of the whole set', async () => {
    const whole = await generateIris(base);
    await whole.close();
    const rest = await generateIris({ ...base, alreadyDone: ['b', 'd'] });
    expect(rest.nullDistribution).toEqual(whole.nullDistribution);
    const ids: string[] = [];
    for await (const iri of rest) ids.push(iri.targetId);
    expect(ids.sort()).toEqual(['a', 'c', 'e', 'f']);
  });

  it('knows the null distribution and what it runs on before the first step', async () => {
    const generation = await generateIris({ ...base, configuration: { ...configuration, straightThroughLastRelu: true } });
    expect(generation.nullDistribution).toMatchObject({ count: 30, isComplete: true });
    expect(generation.nullDistribution.values[0]).toBeGreaterThan(0);
    expect(generation.environment).toEqual({ device: { id: device.id, label: device.label, version: device.version, threads: 1 }, layer: 'pooled', representationShape: [6], straightThroughNode: 'last relu', objective: { kind: 'weighted-sum', terms: [{ kind: 'representation-distance', weight: 1 }] }, calibrations: [] });
    await generation.close();
  });

  it('stops by null percentile where the gate accepts the file, and by stall, and says so', async () => {
    const stopping = { maximumSteps: 120, targetDistance: 0 };
    const gate = { maximumDistance: 0.15, maximumNullPercentile: 0 };
    const byPercentile = generated(await generate({ configuration: { ...configuration, gate, stopping: { ...stopping, targetNullPercentile: 0 } } }));
    for (const iri of byPercentile) {
      expect(iri).toMatchObject({ stoppedBy: 'null-percentile', accepted: true, nullPercentile: 0 });
      expect(iri.stepCount).toBeLessThan(120);
      expect(detailOf(iri).stoppedBy).toBe('null-percentile');
    }
    const byStall = generated(await generate({ configuration: { ...configuration, gate, stopping: { ...stopping, stall: { steps: 5, share: 0.9 } } } }));
    expect(byStall.some(({ stoppedBy, stepCount }) => stoppedBy === 'stall' && stepCount < 120)).toBe(true);
    expect(generated(await generate({ configuration: { ...configuration, stopping } })).map(({ stoppedBy }) => stoppedBy)).toEqual(Array(6).fill('steps'));
  });

  it('begins again what the gate would refuse, from seeds of its own, and stores the seed of the attempt that is kept', async () => {
    const restarting: IriConfiguration = { ...configuration, optimiser: { kind: 'adam', learningRate: 0.1 }, batchSize: 1, restarts: 3, stopping: { maximumSteps: 12, targetDistance: 0, stall: { steps: 5, share: 0.5 } }, gate: { maximumDistance: 0.001, maximumNullPercentile: 0 } };
    const codec = { encode: async (bytes: Uint8Array) => bytes, decode: async (file: Uint8Array) => file };
    const iris = generated(await generate({ codec, configuration: restarting }));
    const first = generated(await generate({ configuration: { ...restarting, restarts: 0 } }));
    for (const [i, iri] of iris.entries()) {
      expect(iri.attempts).toHaveLength(4);
      expect(iri.attempts[0]).toEqual(first[i]!.attempts[0]);
      expect(iri.attempts[iri.winningAttempt - 1]!.distance).toBe(Math.min(...iri.attempts.map(({ distance }) => distance!)));
      // The curve begins at the seed, whose d the audit measures on the file.
      expect(iri.seedDistance).toBeCloseTo(iri.curve[0]!.distance, 5);
      expect(iri.files!.seedImage).toEqual(iri.seedImage);
      expect(iri.winningAttempt === 1).toBe(iri.seedImage.join() === first[i]!.seedImage.join());
      expect(detailOf(iri)).toMatchObject({ attempts: iri.attempts, winningAttempt: iri.winningAttempt });
    }
    expect(iris.some(({ winningAttempt }) => winningAttempt > 1)).toBe(true);
    // Another order and a resumed run make the same.
    const resumed = generated(await generate({ codec, configuration: restarting, targets: [...targets].reverse(), alreadyDone: ['a', 'c'] }));
    expect(resumed).toEqual(iris.filter(({ targetId }) => !['a', 'c'].includes(targetId)));
  });

  it('keeps an image that fails the gate, marked and with the reason', async () => {
    const [iri] = generated(await generate({ configuration: { ...configuration, stopping: { maximumSteps: 1, targetDistance: 0 }, gate: { maximumDistance: 0.001, maximumNullPercentile: 0 } } }));
    expect(iri).toMatchObject({ accepted: false, rejectionReason: 'distance_above_maximum', stepCount: 1 });
    expect(iri!.image).toHaveLength(48);
  });

  it('audits what was decoded from the file, so a lossy file is found out', async () => {
    const codec = { encode: async (bytes: Uint8Array) => bytes.map((byte) => byte & 0xc0), decode: async (file: Uint8Array) => file };
    const [iri] = generated(await generate({ codec }));
    expect(iri!.files!.image).toEqual(iri!.image);
    expect(iri!.image.every((byte) => (byte & 0x3f) === 0)).toBe(true);
    expect(iri!.representationDistance).toBeGreaterThan(iri!.unroundedDistance * 1.5);
  });

  it('fails one target whose representation is 0, and finishes the others', async () => {
    // Every unit of the convolution is dead but for white pixels.
    const network = ((): GenerateIrisOptions['network'] => {
      const b = new GraphBuilder();
      b.append('ReduceMean', [b.relu(b.sub(b.input('picture', { type: 'float32', shape: ['N', 3, 4, 4] }), 0.5)), b.integers([2, 3])], { keepdims: 0 }, { outputs: ['pooled'] });
      b.output('pooled');
      return b.build();
    })();
    const black: Target = { id: 'black', hash: 'black', pixels: new Float32Array(48) };
    const iris = await generate({ network, targets: [...targets, black] });
    expect(iris.filter(({ kind }) => kind === 'failed')).toEqual([
      { kind: 'failed', targetId: 'black', code: 'iri.zero_representation', message: expect.stringMatching(/0 everywhere/), stepCount: 0, durationMs: 0 },
    ]);
    expect(generated(iris)).toHaveLength(6);
  });

  it('fails one target when the device returns NaN, with the step and the last finite d, and finishes the others', async () => {
    const iris = await generate({ device: spoiling(device, 5), configuration: { ...configuration, batchSize: 6, stopping: { maximumSteps: 20, targetDistance: 0 } } });
    expect(iris.find(({ kind }) => kind === 'failed')).toMatchObject({ targetId: 'a', code: 'iri.not_finite', stepCount: 5, lastFiniteDistance: expect.any(Number), message: expect.stringMatching(/after step 5/) });
    expect(generated(iris)).toHaveLength(5);
  });

  it('says in which layer a number was lost, why, and what helps', async () => {
    const messages = async (changes: Partial<GenerateIrisOptions>): Promise<readonly string[]> => (await generate(changes)).flatMap((iri) => (iri.kind === 'failed' ? [iri.message] : []));
    const fromBlack = { ...configuration, seedImage: { kind: 'black' } } as const;
    const [slope] = await messages({ network: deviations(), layer: 'deviation', configuration: fromBlack });
    expect(slope).toMatch(/gradient was no longer a finite number after step 0; .*gradient first becomes infinite at layer "deviation" \(Sqrt\).* to which flat seeds such as black ones lead: take another seed/);
    const [value] = await messages({ network: deviations(), layer: 'normalised', configuration: fromBlack });
    expect(value).toMatch(/first such value is not a number: that of layer "normalised" \(Div\), computed from values of 0 and of 0\..*take another seed/);
    const [target] = await messages({ network: deviations(), layer: 'normalised', targets: [...targets, { id: 'grey', hash: 'grey', pixels: new Float32Array(48).fill(0.5) }] });
    expect(target).toMatch(/^The representation of the target is not a finite number\. .*layer "normalised" \(Div\).*leave the image out/);
  });

  it('says that a device differs from run to run where it has no NaN when asked again', async () => {
    const [lost] = (await generate({ device: spoiling(device, 0), targets: targets.slice(0, 3) })).filter(({ kind }) => kind === 'failed');
    expect(lost).toMatchObject({ message: expect.stringMatching(/Computed again it was one/) });
  });

  it('stops on abort after what is finished, and gives the device back', async () => {
    const controller = new AbortController();
    const counting = countOpen(device);
    const seen: string[] = [];
    const running = (async () => {
      for await (const iri of await generateIris({ ...base, device: counting.device, configuration: { ...configuration, batchSize: 1 }, signal: controller.signal })) {
        seen.push(iri.targetId);
        controller.abort(new Error('enough'));
      }
    })();
    await expect(running).rejects.toThrow('enough');
    expect(seen).toHaveLength(1);
    expect(counting.open()).toBe(0);
  });

  it('gives the device back when it is through, when the caller stops early, and when it is not run at all', async () => {
    const counting = countOpen(device);
    await generate({ device: counting.device });
    expect(counting.open()).toBe(0);
    for await (const _ of await generateIris({ ...base, device: counting.device })) break;
    expect(counting.open()).toBe(0);
    await (await generateIris({ ...base, device: counting.device })).close();
    expect(counting.open()).toBe(0);
    await expect(generateIris({ ...base, device: counting.device, targets: targets.slice(0, 1) })).rejects.toMatchObject({ code: 'iri.too_few_images' });
    expect(counting.open()).toBe(0);
  });

  it('tells how far it is, ending with every image done', async () => {
    const reports: IriProgress[] = [];
    let time = 0;
    await generate({ now: () => (time += 100), alreadyDone: ['f'], onProgress: (progress) => reports.push(progress) });
    expect(reports[0]).toMatchObject({ done: 1, total: 6, meanDistance: expect.any(Number), secondsLeft: expect.any(Number) });
    expect(reports.at(-1)).toMatchObject({ done: 6, total: 6, secondsLeft: 0, imagesPerSecond: expect.any(Number) });
    reports.forEach((report, i) => expect(report.done).toBeGreaterThanOrEqual(reports[i - 1]?.done ?? 0));
  });

  it('tells of every finished image, however little time has passed', async () => {
    const reports: number[] = [];
    await generate({ configuration: { ...configuration, batchSize: 1 }, onProgress: ({ done }) => reports.push(done) });
    expect(reports).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('refuses bad input before the first step', async () => {
    const refused: [string, Partial<GenerateIrisOptions>][] = [
      ['iri.bad_configuration', { configuration: { ...configuration, batchSize: 0 } }],
      ['iri.bad_configuration', { configuration: { ...configuration, patience: 3 } as IriConfiguration }],
      ['graph.unknown_layer', { layer: 'pool' }],
      ['iri.duplicate_target', { targets: [...targets, targets[0]!] }],
      ['iri.bad_target', { targets: [{ id: 'x', hash: 'x', pixels: new Float32Array(3) }] }],
      ['iri.bad_target', { targets: [{ id: 'x', hash: 'x', pixels: new Float32Array(48).fill(255) }] }],
      ['iri.bad_target', { targets: [{ id: 'x', hash: 'x', pixels: new Float32Array(48).fill(Number.NaN) }] }],
      ['iri.too_few_images', { targets: [] }],
    ];
    for (const [code, changes] of refused) await expect(generateIris({ ...base, ...changes }), code).rejects.toMatchObject({ code });
  });
});

/** The device, but the first image's d is NaN after so many runs of the step graphs. */
function spoiling(real: Device, after: number): Device {
  let runs = 0;
  return {
    ...real,
    async open(graph, options) {
      const executable = await real.open(graph, options);
      return {
        close: () => executable.close(),
        async run(feeds) {
          const results = await executable.run(feeds);
          if (results['gradient'] !== undefined && runs++ === after) (results['distance']!.data as Float32Array)[0] = Number.NaN;
          return results;
        },
      };
    },
  };
}

/** Deviations of each channel over the places of an image, and its pixels divided by them. */
function deviations(): Graph {
  const b = new GraphBuilder({ name: 'deviations' });
  const pixels = b.reshape(b.input('picture', { type: 'float32', shape: ['N', 3, 4, 4] }), [0, 3, 16]);
  const centred = b.sub(pixels, b.reduceMean(pixels, [2], true));
  b.append('Sqrt', [b.reduceMean(b.mul(centred, centred), [2], true)], {}, { outputs: ['deviation'] });
  b.append('Div', [centred, 'deviation'], {}, { outputs: ['normalised'] });
  b.output('normalised');
  return b.build();
}

/** The device, counting what is open on it. */
function countOpen(real: Device): { device: Device; open: () => number } {
  let count = 0;
  return {
    open: () => count,
    device: {
      ...real,
      async open(graph, options) {
        const executable = await real.open(graph, options);
        count += 1;
        let closed = false;
        return {
          run: (feeds) => executable.run(feeds),
          async close() {
            if (!closed) count -= 1;
            closed = true;
            await executable.close();
          },
        };
      },
    },
  };
}
