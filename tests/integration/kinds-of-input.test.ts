import { readFileSync } from 'node:fs';
import { sha256Hex } from '@lookalike/content-address';
import { cutAt, differentiate, GraphBuilder, makeTensor } from '@lookalike/graph';
import { decodeImage, planarPng, prepareImage, toPlanar } from '@lookalike/images';
import { generateIris, relativeDistance, type Target } from '@lookalike/iri';
import { defaultIriConfiguration } from '@lookalike/iri-configuration';
import { inspectNetwork, withPreprocessing, type OpenNetworkOptions } from '@lookalike/network';
import { channelsOf, type Preprocessing } from '@lookalike/preprocessing';
import { createRandom } from '@lookalike/random';
import { openDevice } from '@lookalike/runtime';
import * as ort from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';

/** A file that takes something else than RGB images as floats, what a user says of it, and what the file is fed for pixels in bytes [C, H, W]. */
interface Kind {
  readonly name: string;
  readonly file: Uint8Array;
  readonly said?: OpenNetworkOptions;
  readonly preprocessing?: Partial<Preprocessing>;
  /** Of the PNG file of an IRI: 0 is grey, 2 is colour. */
  readonly colourType: 0 | 2;
  readonly feeds: (bytes: Uint8Array) => Record<string, ort.Tensor>;
}

const read = (path: string): Buffer => readFileSync(new URL(`../../${path}`, import.meta.url));
const onnxCase = (name: string): Buffer => read(`packages/network/src/onnx-cases/${name}.onnx`);
const fractions = (bytes: Uint8Array): Float32Array => Float32Array.from(bytes, (byte) => byte / 255);

/** Less towards the corners. */
const mask = Array.from({ length: 256 }, (_, i) => 1 / (1 + ((i % 16) - 7) ** 2 / 64 + (Math.floor(i / 16) - 7) ** 2 / 64));

const kinds: readonly Kind[] = [
  { name: 'grey', file: onnxCase('E-gray'), colourType: 0, feeds: (bytes) => ({ input: new ort.Tensor('float32', fractions(bytes), [1, 1, 28, 28]) }) },
  { name: 'bytes (uint8)', file: onnxCase('E-uint8-nchw'), colourType: 2, feeds: (bytes) => ({ input: new ort.Tensor('uint8', bytes, [1, 3, 32, 32]) }) },
  { name: 'grey bytes with their channel last', file: onnxCase('E-uint8-nhwc-gray'), colourType: 0, feeds: (bytes) => ({ input: new ort.Tensor('uint8', bytes, [1, 20, 24, 1]) }) },
  {
    name: 'flat vectors', file: onnxCase('E-flat'), said: { imageShape: { layout: 'NCHW', channels: 1, heightPx: 28, widthPx: 28 } }, colourType: 0,
    feeds: (bytes) => ({ input: new ort.Tensor('float32', fractions(bytes), [1, 784]) }),
  },
  {
    name: 'flat vectors with the channels last', file: onnxCase('E-flat-channels-last'), said: { imageShape: { layout: 'NHWC', channels: 3, heightPx: 8, widthPx: 10 } }, colourType: 2,
    feeds: (bytes) => ({ input: new ort.Tensor('float32', Float32Array.from({ length: 240 }, (_, i) => fractions(bytes)[(i % 3) * 80 + Math.floor(i / 3)]!), [1, 240]) }),
  },
  {
    name: 'an image, and more that is constant', file: onnxCase('E-inputs'), said: { otherInputs: { mask, gain: 0.7, step: 4 } }, colourType: 0,
    feeds: (bytes) => ({
      image: new ort.Tensor('float32', fractions(bytes), [1, 1, 16, 16]), mask: new ort.Tensor('float32', mask, [1, 1, 16, 16]),
      gain: new ort.Tensor('float32', [0.7], []), step: new ort.Tensor('int64', [4n], [1]),
    }),
  },
  {
    name: 'one image at a time, and more that is constant', file: onnxCase('E-inputs-fixed-batch'), said: { otherInputs: { mask, gain: 0.7, step: 4 } }, colourType: 0,
    feeds: (bytes) => ({
      image: new ort.Tensor('float32', fractions(bytes), [1, 1, 16, 16]), mask: new ort.Tensor('float32', mask, [1, 1, 16, 16]),
      gain: new ort.Tensor('float32', [0.7], []), step: new ort.Tensor('int64', [4n], [1]),
    }),
  },
];
const devices = ['onnxruntime-cpu', 'tfjs-wasm'] as const;
const photographs = ['cat', 'coffee', 'castle', 'bison', 'citrus', 'brushes'];
const steps = 5;

const sessions = new Map<string, Promise<ort.InferenceSession>>();
afterAll(async () => {
  for (const session of sessions.values()) await (await session).release();
});

/** What ONNX Runtime makes of the file as it was exported. The representation is its output, which it gives without being changed. */
async function outputOfFile({ name, file, feeds }: Kind, bytes: Uint8Array): Promise<Float32Array> {
  if (!sessions.has(name)) sessions.set(name, ort.InferenceSession.create(file));
  const session = await sessions.get(name)!;
  const results = await session.run(feeds(bytes));
  return results[session.outputNames[0]!]!.data as Float32Array;
}

function open({ file, said, preprocessing: given }: Kind) {
  const { network, problems } = inspectNetwork(new Map([['net.onnx', file]]), said);
  expect(problems).toEqual([]);
  const preprocessing = { ...network!.preprocessing.preprocessing, ...given };
  const graph = withPreprocessing(network!.graph, preprocessing);
  return { graph, output: graph.outputs[0]!, preprocessing };
}

describe.each(kinds)('a network that takes $name', (kind) => {
  const { graph, output, preprocessing } = open(kind);
  const { heightPx, widthPx } = preprocessing;
  const channels = channelsOf(preprocessing);
  const rng = createRandom(`kinds of input: ${kind.name}`);
  const bytes = Uint8Array.from({ length: channels * heightPx * widthPx }, () => 20 + rng.integer(216));

  it.each(devices)('gives what its file gives in ONNX Runtime, with the slope of the file between bytes, on %s', async (id) => {
    const b = new GraphBuilder(cutAt(graph, output));
    const weights = Float32Array.from({ length: Number(b.shapeOf(output)[1]) }, () => rng.normal());
    const of = b.output(b.reduceSum(b.mul(output, b.floats([1, weights.length], [...weights])), [1]));
    const step = differentiate(b.build(), { of, withRespectTo: graph.inputs[0]!.name });
    const device = await openDevice(id);
    const executable = await device.open(step.graph);
    try {
      const results = await executable.run({ [graph.inputs[0]!.name]: makeTensor('float32', [1, channels, heightPx, widthPx], fractions(bytes)) });
      const expected = await outputOfFile(kind, bytes);
      expect(relativeDistance(results[output]!.data as Float32Array, expected)).toBeLessThan(1e-5);

      // Some pixels a byte up where the gradient points up, a byte down where not: a wrong gradient would show most, and few kinks are met.
      const gradient = (results[step.gradient]!.data as Float32Array).map((value, i) => (i % 16 === 5 ? value : 0));
      const weighted = async (sign: number): Promise<number> => (await outputOfFile(kind, bytes.map((byte, i) => byte + sign * Math.sign(gradient[i]!)))).reduce((sum, value, i) => sum + value * weights[i]!, 0);
      const slope = (await weighted(1) - (await weighted(-1))) / 2;
      const expectedSlope = gradient.reduce((sum, value) => sum + Math.abs(value) / 255, 0);
      expect(slope / expectedSlope, `${slope} between bytes`).toBeCloseTo(1, 1);
    } finally {
      await executable.close();
    }
  });

  it.each(devices)('has IRIs whose files the exported file itself represents as the audit says, on %s', async (id) => {
    const targets = await Promise.all(photographs.map(async (name): Promise<Target> => {
      const image = prepareImage(await decodeImage(read(`photographs/${name}.png`)), preprocessing);
      return { id: name, hash: sha256Hex(image.data), pixels: toPlanar(image, channels) };
    }));
    const defaults = defaultIriConfiguration();
    const generation = await generateIris({
      device: await openDevice(id), network: graph, layer: output, targets, codec: planarPng, now: () => performance.now(),
      configuration: { ...defaults, stopping: { ...defaults.stopping, maximumSteps: steps, targetDistance: 0 } },
    });
    expect(generation.environment.surrogateGradients?.map((surrogate) => surrogate.kind)).toEqual(kind.name.includes('bytes') ? ['whole-number-pixels'] : undefined);
    let count = 0;
    for await (const iri of generation) {
      if (iri.kind === 'failed') throw new Error(iri.message);
      const colourTypeAt = 25;
      expect([iri.files!.image[colourTypeAt], iri.files!.seedImage[colourTypeAt]]).toEqual([kind.colourType, kind.colourType]);
      const target = targets.find((each) => each.id === iri.targetId)!;
      const imageShape = [channels, heightPx, widthPx] as const;
      const represented = await outputOfFile(kind, await planarPng.decode(iri.files!.image, imageShape));
      const wanted = await outputOfFile(kind, Uint8Array.from(target.pixels, (value) => Math.round(value * 255)));
      expect(iri.representationDistance).toBeCloseTo(relativeDistance(represented, wanted), 4);
      expect(iri.representationDistance).toBeLessThan(iri.seedDistance);
      count += 1;
    }
    expect(count).toBe(photographs.length);
  });
});
