import { readFileSync } from 'node:fs';
import { differentiate, GraphBuilder, writeOnnx } from '@lookalike/graph';
import { openDevice } from '@lookalike/runtime';
import { describe, expect, it, vi } from 'vitest';
import golden from '../fixtures/learned-distances.json' with { type: 'json' };
import { batch, picture } from '../fixtures/pictures.ts';
import { appendMsSsim, appendNlpd, perceptualNetwork } from './index.ts';

// Four networks at three sizes take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const device = await openDevice('onnxruntime-cpu', { threads: 1 });
const fileOf = (name: string): Uint8Array => readFileSync(new URL(`../fixtures/${name}.onnx`, import.meta.url));
const names = [...new Set(golden.cases.map(({ name }) => name))];

describe.each(names)('%s', (name) => {
  const network = perceptualNetwork(fileOf(name));
  const sizes = [...new Set(golden.cases.map(({ heightPx, widthPx }) => `${heightPx} ${widthPx}`))].map((text) => {
    const [heightPx, widthPx] = text.split(' ').map(Number) as [number, number];
    return { heightPx, widthPx };
  });

  it.each(sizes)('agrees with the official package at $heightPx × $widthPx px: distances to 1e-4, slopes to 1e-3 of their length', async (size) => {
    const cases = golden.cases.filter((one) => one.name === name && one.heightPx === size.heightPx && one.widthPx === size.widthPx);
    const graph = network.at(size);
    const { graph: withGradient, gradient } = differentiate(graph, { of: graph.outputs[0]!, withRespectTo: 'a' });
    const executable = await device.open(withGradient);
    const side = async (which: 'a' | 'b') => batch(await Promise.all(cases.map((one) => picture(one[which], size))), size);
    const results = await executable.run({ a: await side('a'), b: await side('b') });
    await executable.close();
    const slopes = results[gradient]!.data;
    cases.forEach((one, i) => {
      expect(Math.abs(Number(results[graph.outputs[0]!]!.data[i]) - one.distance), `${one.a} and ${one.b}`).toBeLessThan(1e-4);
      const ofImage = Array.from(slopes.subarray((i * slopes.length) / cases.length, ((i + 1) * slopes.length) / cases.length), Number);
      expect(Math.hypot(...ofImage) / one.gradientNorm).toBeCloseTo(1, 3);
      for (const { index, slope } of one.gradient) expect(Math.abs(ofImage[index]! - slope)).toBeLessThan(1e-3 * one.gradientNorm);
    });
  });

  it('is 0 with a finite slope for identical images, flat ones too', async () => {
    const size = { heightPx: 64, widthPx: 64 };
    const graph = network.at(size);
    const { graph: withGradient, gradient } = differentiate(graph, { of: graph.outputs[0]!, withRespectTo: 'a' });
    const executable = await device.open(withGradient);
    const images = batch([await picture('cat', size), new Float32Array(3 * 64 * 64)], size);
    const results = await executable.run({ a: images, b: images });
    await executable.close();
    for (const value of results[graph.outputs[0]!]!.data) expect(Math.abs(Number(value))).toBeLessThan(1e-5);
    expect(Array.from(results[gradient]!.data, Number).every(Number.isFinite)).toBe(true);
  });
});

describe('perceptualNetwork', () => {
  it('knows a file by its name and its SHA-256, and the size that LPIPS wants', () => {
    const lpips = perceptualNetwork(fileOf('lpips-alex'));
    expect(lpips).toMatchObject({ name: 'lpips-alex', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), leastSidePx: 64 });
    expect(perceptualNetwork(fileOf('dists'))).not.toHaveProperty('leastSidePx');
  });

  it('can be appended several times to one graph', () => {
    const { append } = perceptualNetwork(fileOf('lpips-alex'));
    const b = new GraphBuilder();
    const [x, y, z] = ['x', 'y', 'z'].map((name) => b.input(name, { type: 'float32', shape: ['N', 3, 64, 64] })) as [string, string, string];
    b.output(b.sub(append(b, x, y), append(b, x, z)));
    expect(b.shapeOf(b.build().outputs[0]!)).toEqual(['N']);
  });

  it('refuses a network that is not a distance of two images', () => {
    const b = new GraphBuilder({ name: 'classifier' });
    b.append('ReduceMean', [b.input('image', { type: 'float32', shape: ['N', 3, 64, 64] }), b.integers([2, 3])], { keepdims: 0 }, { outputs: ['logits'] });
    b.output('logits');
    expect(() => perceptualNetwork(writeOnnx(b.build()))).toThrow(expect.objectContaining({ code: 'perception.not_a_distance', message: expect.stringMatching(/export-lpips/) }));
  });
});

it('every distance between grey images is that between colour images with equal channels', async () => {
  const size = { heightPx: 64, widthPx: 64 };
  const area = 64 * 64;
  const pictures = await Promise.all(['cat', 'coffee'].map((name) => picture(name, size)));
  for (const [name, append] of [['nlpd', appendNlpd], ['ms-ssim', appendMsSsim], [names[0]!, perceptualNetwork(fileOf(names[0]!)).append]] as const) {
    const distance = async (channels: 1 | 3): Promise<number> => {
      const b = new GraphBuilder();
      const type = { type: 'float32', shape: ['N', channels, 64, 64] } as const;
      const output = b.output(append(b, b.input('a', type), b.input('b', type)));
      const executable = await device.open(b.build());
      const tensor = (pixels: Float32Array) => ({ type: 'float32', shape: [1, channels, 64, 64], data: Float32Array.from({ length: channels * area }, (_, i) => pixels[i % area]!) }) as const;
      const results = await executable.run({ a: tensor(pictures[0]!), b: tensor(pictures[1]!) });
      await executable.close();
      return Number(results[output]!.data[0]);
    };
    const [grey, colour] = [await distance(1), await distance(3)];
    expect(grey, name).toBeGreaterThan(0);
    expect(grey / colour, name).toBeCloseTo(1, 5);
  }
});
