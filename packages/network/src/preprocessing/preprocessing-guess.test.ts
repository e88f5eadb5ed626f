import { GraphBuilder, type Graph } from '@lookalike/graph';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guessPreprocessing, inspectNetwork, type PreprocessingGuess } from '../index.ts';

const imageNet = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

/** A convolution behind what `entrance` does to the input. */
function network(entrance: (b: GraphBuilder, x: string) => string, shape: readonly [number, number, number] = [3, 12, 10]): Graph {
  const b = new GraphBuilder();
  const x = b.input('x', { type: 'float32', shape: ['N', ...shape] });
  b.output(b.relu(b.conv(entrance(b, x), b.floats([2, 3, 3, 3], new Float32Array(54).fill(0.1)), { pads: [1, 1, 1, 1] })));
  return b.build();
}
const guessOf = (...[entrance, shape]: Parameters<typeof network>): PreprocessingGuess => guessPreprocessing({ graph: network(entrance, shape) });
const channels = (b: GraphBuilder, values: readonly number[]): string => b.floats([1, 3, 1, 1], values);
const said = ({ certainty, preprocessing: { range, channelOrder, mean, standardDeviation } }: PreprocessingGuess): unknown => ({ certainty, range, channelOrder, isPlain: mean.every((each) => each === 0) && standardDeviation.every((each) => each === 1) });

describe('what a file does to its input first says what it takes', () => {
  it.each<[string, Parameters<typeof network>, unknown]>([
    ['subtracting and dividing by ImageNet’s', [(b, x) => b.div(b.sub(x, channels(b, imageNet.mean)), channels(b, imageNet.deviation))], { certainty: 'stated', range: '[0,1]', channelOrder: 'RGB', isPlain: true }],
    ['the same for bytes, as one factor and one offset', [(b, x) => b.add(b.mul(x, channels(b, imageNet.deviation.map((d) => 1 / (255 * d)))), channels(b, imageNet.mean.map((m, c) => -m / imageNet.deviation[c]!)))], { certainty: 'stated', range: '[0,255]', channelOrder: 'RGB', isPlain: true }],
    ['the same for BGR', [(b, x) => b.div(b.sub(x, channels(b, imageNet.mean.toReversed())), channels(b, imageNet.deviation.toReversed()))], { certainty: 'stated', range: '[0,1]', channelOrder: 'BGR', isPlain: true }],
    ['turning RGB round before Caffe’s mean', [(b, x) => b.sub(b.gather(b.mul(x, 255), [2, 1, 0], 1), channels(b, [103.939, 116.779, 123.68]))], { certainty: 'stated', range: '[0,1]', channelOrder: 'RGB', isPlain: true }],
    ['Caffe’s mean alone', [(b, x) => b.sub(x, channels(b, [103.939, 116.779, 123.68]))], { certainty: 'stated', range: '[0,255]', channelOrder: 'BGR', isPlain: true }],
    ['a Keras Rescaling layer to [−1, 1]', [(b, x) => b.sub(b.mul(x, 1 / 127.5), 1)], { certainty: 'stated', range: '[0,255]', channelOrder: 'RGB', isPlain: true }],
    ['a Keras Rescaling layer to [0, 1], channels last', [(b, x) => b.transpose(b.mul(x, 1 / 255), [0, 3, 1, 2]), [12, 10, 3]], { certainty: 'stated', range: '[0,255]', channelOrder: 'RGB', isPlain: true }],
    ['numbers of its own for [0, 1]', [(b, x) => b.div(b.sub(x, 0.3), 0.4)], { certainty: 'likely', range: '[0,1]', channelOrder: 'RGB', isPlain: true }],
    ['numbers of its own for bytes', [(b, x) => b.div(b.sub(x, channels(b, [90, 100, 95])), 61)], { certainty: 'likely', range: '[0,255]', channelOrder: 'RGB', isPlain: true }],
    ['nothing', [(_, x) => x], { certainty: 'unknown', range: '[0,1]', channelOrder: 'RGB', isPlain: true }],
    ['something that no preprocessing is', [(b, x) => b.mul(x, b.sigmoid(x))], { certainty: 'unknown', range: '[0,1]', channelOrder: 'RGB', isPlain: true }],
  ])('%s', (_name, built, expected) => {
    expect(said(guessOf(...built))).toEqual(expected);
  });

  it('torchvision’s Inception undoes ImageNet’s normalisation, so it takes pixels that have it', () => {
    const guess = guessOf((b, x) => b.concat([0, 1, 2].map((channel) => b.add(b.mul(b.gather(x, [channel], 1), imageNet.deviation[channel]! / 0.5), (imageNet.mean[channel]! - 0.5) / 0.5)), 1));
    expect(guess).toMatchObject({ certainty: 'stated', preprocessing: { range: '[0,1]', mean: imageNet.mean, standardDeviation: imageNet.deviation } });
  });

  it('the reference networks normalise with CIFAR-10’s numbers themselves', () => {
    const file = readFileSync(new URL('../../../../networks/cifar10-resnet10-robust.onnx', import.meta.url));
    const guess = inspectNetwork(new Map([['robust.onnx', file]])).network!.preprocessing;
    expect(said(guess)).toEqual({ certainty: 'stated', range: '[0,1]', channelOrder: 'RGB', isPlain: true });
    expect(guess.because).toContain('CIFAR-10');
  });
});

describe('of grey images', () => {
  const grey = (entrance: (b: GraphBuilder, x: string) => string, { shape = [1, 8, 8], flat = false }: { shape?: readonly number[]; flat?: boolean } = {}): PreprocessingGuess => {
    const b = new GraphBuilder();
    const x = entrance(b, b.input('x', { type: 'float32', shape: ['N', ...shape] }));
    b.output(flat ? b.matMul(b.flatten(x), b.floats([64, 3], new Float32Array(192).fill(0.1))) : b.conv(x, b.floats([2, 1, 3, 3], new Float32Array(18).fill(0.1))));
    return guessPreprocessing({ graph: b.build(), imageShape: { layout: 'NCHW', channels: 1, heightPx: 8, widthPx: 8 } });
  };
  const mnist = (b: GraphBuilder, x: string): string => b.div(b.sub(x, 0.1307), 0.3081);

  it.each<[string, PreprocessingGuess, unknown]>([
    ['MNIST’s mean and deviation', grey(mnist), { certainty: 'stated', range: '[0,1]', channelOrder: 'grey', isPlain: true }],
    ['the same before a fully connected layer', grey(mnist, { flat: true }), { certainty: 'stated', range: '[0,1]', channelOrder: 'grey', isPlain: true }],
    ['the same of a flat vector', grey(mnist, { flat: true, shape: [64] }), { certainty: 'stated', range: '[0,1]', channelOrder: 'grey', isPlain: true }],
    ['a division by 255', grey((b, x) => b.div(x, 255)), { certainty: 'stated', range: '[0,255]', channelOrder: 'grey', isPlain: true }],
    ['numbers of its own', grey((b, x) => b.div(b.sub(x, 100), 50)), { certainty: 'likely', range: '[0,255]', channelOrder: 'grey', isPlain: true }],
    ['nothing', grey((_, x) => x), { certainty: 'unknown', range: '[0,1]', channelOrder: 'grey', isPlain: true }],
  ])('%s', (_name, guess, expected) => {
    expect(said(guess)).toEqual(expected);
  });

  it('notes with one number, or three that are the same, and not with three that differ', () => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('x', { type: 'float32', shape: ['N', 1, 8, 8] })));
    const graph = b.build();
    const guess = (image_mean: readonly number[], image_std: readonly number[]): PreprocessingGuess =>
      guessPreprocessing({ graph, files: new Map([['preprocessor_config.json', new TextEncoder().encode(JSON.stringify({ image_mean, image_std }))]]) });
    for (const count of [1, 3]) expect(guess(Array(count).fill(0.2), Array(count).fill(0.5))).toMatchObject({ certainty: 'stated', preprocessing: { channelOrder: 'grey', mean: [0.2], standardDeviation: [0.5] } });
    expect(guess(imageNet.mean, imageNet.deviation).certainty).toBe('unknown');
  });
});

describe('notes say what a file takes', () => {
  const plain = network((_, x) => x);
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const withFile = (name: string, value: unknown, graph = plain): PreprocessingGuess => guessPreprocessing({ graph, files: new Map([[name, json(value)]]) });

  it('ONNX’s own metadata', () => {
    const guess = guessPreprocessing({ graph: plain, metadata: new Map([['Image.BitmapPixelFormat', 'Bgr8'], ['Image.NominalPixelRange', 'NominalRange_0_255']]) });
    expect(said(guess)).toEqual({ certainty: 'stated', range: '[0,255]', channelOrder: 'BGR', isPlain: true });
    // The order of channels alone leaves the range open.
    expect(guessPreprocessing({ graph: plain, metadata: new Map([['Image.BitmapPixelFormat', 'Bgr8']]) }).certainty).toBe('unknown');
  });

  it('preprocessor_config.json of transformers', () => {
    const clip = { do_resize: true, size: { shortest_edge: 12 }, resample: 3, do_center_crop: true, crop_size: { height: 12, width: 10 }, do_rescale: true, do_normalize: true, image_mean: [0.48, 0.45, 0.4], image_std: [0.27, 0.26, 0.28] };
    expect(withFile('model/preprocessor_config.json', clip)).toMatchObject({
      certainty: 'stated',
      preprocessing: { range: '[0,1]', mean: [0.48, 0.45, 0.4], standardDeviation: [0.27, 0.26, 0.28], resize: { kind: 'shorter-side', shorterSidePx: 12, interpolation: 'bicubic' } },
    });
    expect(withFile('preprocessor_config.json', { ...clip, size: { height: 12, width: 10 }, resample: 2 }).preprocessing.resize).toEqual({ kind: 'stretch', interpolation: 'bilinear' });
  });

  it('config.json of timm', () => {
    const guess = withFile('config.json', { architecture: 'resnet50', pretrained_cfg: { mean: imageNet.mean, std: imageNet.deviation, interpolation: 'bicubic', crop_pct: 0.75, input_size: [3, 12, 10] } });
    expect(guess).toMatchObject({ certainty: 'stated', preprocessing: { mean: imageNet.mean, resize: { kind: 'shorter-side', shorterSidePx: 16, interpolation: 'bicubic' } } });
  });

  it('of the resize rule only, where the file normalises itself', () => {
    const inside = network((b, x) => b.div(b.sub(x, channels(b, imageNet.mean)), channels(b, imageNet.deviation)));
    const guess = withFile('preprocessor_config.json', { size: { height: 12, width: 10 }, resample: 3, image_mean: imageNet.mean, image_std: imageNet.deviation }, inside);
    expect(said(guess)).toEqual({ certainty: 'stated', range: '[0,1]', channelOrder: 'RGB', isPlain: true });
    expect(guess.preprocessing.resize).toEqual({ kind: 'stretch', interpolation: 'bicubic' });
  });

  it.each([['[1,2]'], ['{"image_mean": "grey"'], ['']])('but notes that cannot be read say nothing: %s', (text) => {
    expect(guessPreprocessing({ graph: plain, files: new Map([['config.json', new TextEncoder().encode(text)]]) }).certainty).toBe('unknown');
  });
});
