import { differentiate, evaluate, GraphBuilder, makeTensor, surrogateGradients, writeOnnx, type Graph, type Tensor } from '@lookalike/graph';
import { plainPreprocessing, preprocessingPresets, type Preprocessing } from '@lookalike/preprocessing';
import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { readOnnx, withPreprocessing } from '../index.ts';

const size = { heightPx: 2, widthPx: 4 };
const preset = (id: string): Preprocessing => preprocessingPresets(size).find((each) => each.id === id)!.preprocessing;

/** A network that gives back what its file takes. */
function copy(shape: readonly [number, number, number]): Graph {
  const b = new GraphBuilder();
  const x = b.input('pixels', { type: 'float32', shape: ['N', ...shape] });
  b.append('Identity', [x], {}, { outputs: ['seen'] });
  b.output('seen');
  return b.build();
}

const rng = createRandom('preprocessing');
const images = makeTensor('float32', [2, 3, 2, 4], Float32Array.from({ length: 48 }, () => rng.uniform()));
const at = (tensor: Tensor, image: number, channel: number, y: number, x: number): number => Number(tensor.data[((image * 3 + channel) * 2 + y) * 4 + x]!);

function seen(graph: Graph): Tensor {
  return evaluate(graph, new Map([['pixels', images]]), ['seen']).get('seen')!;
}

describe('preprocessing in the graph', () => {
  it('leaves a graph alone that takes pixels as they are', () => {
    const graph = copy([3, 2, 4]);
    expect(withPreprocessing(graph, plainPreprocessing(size))).toBe(graph);
  });

  it('does to pixels what torchvision and Keras do', () => {
    // What each convention makes of one pixel, as its own library writes it down.
    const conventions: Readonly<Record<string, (rgb: readonly number[]) => readonly number[]>> = {
      imagenet: (rgb) => rgb.map((p, c) => (p - [0.485, 0.456, 0.406][c]!) / [0.229, 0.224, 0.225][c]!),
      inception: (rgb) => rgb.map((p) => (p * 255) / 127.5 - 1),
      caffe: ([r, g, b]) => [b! * 255 - 103.939, g! * 255 - 116.779, r! * 255 - 123.68],
      bytes: (rgb) => rgb.map((p) => p * 255),
    };
    for (const [id, expected] of Object.entries(conventions)) {
      const result = seen(withPreprocessing(copy([3, 2, 4]), preset(id)));
      for (const [image, y, x] of [[0, 0, 0], [1, 1, 3]] as const) {
        expected([0, 1, 2].map((channel) => at(images, image, channel, y, x))).forEach((value, channel) => expect(at(result, image, channel, y, x), id).toBeCloseTo(value, 4));
      }
    }
  });

  it('gives a network that takes channels last its channels last', () => {
    const result = seen(withPreprocessing(copy([2, 4, 3]), preset('caffe')));
    expect(result.shape).toEqual([2, 2, 4, 3]);
    expect(Number(result.data[((1 * 2 + 1) * 4 + 2) * 3])).toBeCloseTo(at(images, 1, 2, 1, 2) * 255 - 103.939, 4);
  });

  it('keeps the input’s name and every name after it, and can be written and read', () => {
    const graph = withPreprocessing(copy([3, 2, 4]), preset('caffe'));
    expect(graph.inputs).toEqual([{ name: 'pixels', type: 'float32', shape: ['N', 3, 2, 4] }]);
    expect(seen(readOnnx(writeOnnx(graph))).data).toEqual(seen(graph).data);
  });

  it('can be put before a graph that has it already', () => {
    const twice = seen(withPreprocessing(withPreprocessing(copy([3, 2, 4]), preset('caffe')), preset('caffe')));
    expect(at(twice, 0, 0, 0, 0)).toBeCloseTo((at(images, 0, 0, 0, 0) * 255 - 123.68) * 255 - 103.939, 1);
  });

  it('carries the gradient back to pixels in [0, 1]', () => {
    const b = new GraphBuilder(withPreprocessing(copy([3, 2, 4]), preset('caffe')));
    const of = b.output(b.reduceSum(b.mul('seen', b.floats([1, 3, 1, 1], [1, 10, 100])), [1, 2, 3]));
    const step = differentiate(b.build(), { of, withRespectTo: 'pixels' });
    const gradient = evaluate(step.graph, new Map([['pixels', images]])).get(step.gradient)!;
    expect([0, 1, 2].map((channel) => at(gradient, 1, channel, 1, 1))).toEqual([25_500, 2550, 255]);
  });

  it('gives a grey network one channel, in any layout', () => {
    const pixels = makeTensor('float32', [2, 1, 2, 4], Float32Array.from({ length: 16 }, () => rng.uniform()));
    const mnist = preprocessingPresets({ ...size, channels: 1 }).find(({ id }) => id === 'mnist')!.preprocessing;
    for (const shape of [[1, 2, 4], [2, 4, 1]] as const) {
      const graph = withPreprocessing(copy(shape), mnist);
      expect(graph.inputs[0]!.shape).toEqual(['N', 1, 2, 4]);
      const result = evaluate(graph, new Map([['pixels', pixels]]), ['seen']).get('seen')!;
      expect(result.shape).toEqual([2, ...shape]);
      pixels.data.forEach((value, i) => expect(Number(result.data[i])).toBeCloseTo((Number(value) - 0.1307) / 0.3081, 5));
    }
  });

  it('lays an image out as the flat vector that a file takes, channels first or last', () => {
    const b = new GraphBuilder();
    b.append('Identity', [b.input('pixels', { type: 'float32', shape: ['N', 24] })], {}, { outputs: ['seen'] });
    b.output('seen');
    const first = seen(withPreprocessing(b.build(), { ...plainPreprocessing(size), flatOrder: 'CHW' }));
    expect(first.shape).toEqual([2, 24]);
    expect([...first.data]).toEqual([...images.data]);
    const last = seen(withPreprocessing(b.build(), { ...plainPreprocessing(size), flatOrder: 'HWC' }));
    expect(Number(last.data[24 + (1 * 4 + 2) * 3 + 1])).toBe(at(images, 1, 1, 1, 2));
  });

  it('gives a network of bytes whole numbers from 0 to 255, with a gradient that passes their rounding, which is said', () => {
    const b = new GraphBuilder();
    const x = b.input('pixels', { type: 'uint8', shape: ['N', 3, 2, 4] });
    b.append('Identity', [b.div(b.cast(x, 'float32'), 51)], {}, { outputs: ['seen'] });
    const of = b.output(b.reduceSum('seen', [1, 2, 3]));
    const graph = withPreprocessing(b.build(), preset('bytes'));
    expect(at(seen(graph), 1, 2, 1, 3)).toBeCloseTo(Math.round(at(images, 1, 2, 1, 3) * 255) / 51, 5);
    expect(surrogateGradients(graph)).toMatchObject([{ kind: 'whole-number-pixels' }]);
    const step = differentiate(graph, { of, withRespectTo: 'pixels' });
    expect(at(evaluate(step.graph, new Map([['pixels', images]])).get(step.gradient)!, 1, 2, 1, 3)).toBeCloseTo(5, 5);
    expect(() => withPreprocessing(b.build(), preset('imagenet'))).toThrow(expect.objectContaining({ code: 'graph.bad_preprocessing', message: expect.stringContaining('bytes (uint8)') }));
  });

  it('refuses another size, and colours for grey', () => {
    expect(() => withPreprocessing(copy([3, 2, 5]), preset('imagenet'))).toThrow(expect.objectContaining({ code: 'graph.bad_preprocessing' }));
    expect(() => withPreprocessing(copy([1, 2, 4]), preset('imagenet'))).toThrow(expect.objectContaining({ code: 'graph.bad_preprocessing', message: expect.stringContaining('takes grey images') }));
  });
});
