import { differentiate, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Term } from '@lookalike/iri-configuration';
import { describe, expect, it } from 'vitest';
import golden from '../../fixtures/objectives.json' with { type: 'json' };
import { fourierParametrisation } from '../parametrisations/fourier.ts';
import { appendResampling, resamplingValues } from '../transforms/append-resampling.ts';
import { affineMap } from '../transforms/random-transforms.ts';
import { writeResampling } from '../transforms/resampling.ts';
import { appendWeightedSum } from './append-objective.ts';

const [count, ...imageShape] = golden.shape as [number, number, number, number];

function expectClose(got: ArrayLike<number | bigint>, wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  const scale = Math.max(1, ...wanted.map(Math.abs));
  // Inputs and results are written to nine digits, constants of the graph are float32.
  wanted.forEach((value, i) => expect(Math.abs(Number(got[i]) - value) / scale, `value ${i}: ${Number(got[i])}, PyTorch ${value}`).toBeLessThan(2e-7));
}

describe.each(golden.terms)('$term', ({ term, value, gradient }) => {
  it('has the value and the gradient that PyTorch gives', () => {
    const b = new GraphBuilder();
    const image = b.input('image', { type: 'float32', shape: ['N', ...imageShape] });
    const stopGradients = new Set<string>();
    const of = b.output(appendWeightedSum(b, { kind: 'weighted-sum', terms: [{ ...term, weight: 1 } as Term] }, {
      image, distance: '', slopeDistance: '', references: {}, perceptual: new Map(), calibrated: new Map(), stop: (name) => stopGradients.add(name),
    }).value);
    const step = differentiate(b.build(), { of, withRespectTo: image, stopGradients });
    const results = evaluate(step.graph, new Map([['image', makeTensor('float64', [count, ...imageShape], golden.image)]]));
    expectClose(results.get(of)!.data, value);
    expectClose(results.get(step.gradient)!.data, gradient);
  });
});

describe.each(golden.fourier)('the Fourier parametrisation of $shape', ({ shape, parameters, image, weights, gradient }) => {
  const parametrisation = fourierParametrisation(shape as [number, number, number]);

  it('has the image and the gradient that PyTorch gives', () => {
    const b = new GraphBuilder();
    const given = b.input('parameters', parametrisation.type);
    const made = b.output(parametrisation.append(b, given));
    const of = b.output(b.reduceSum(b.mul(made, b.floats(shape, weights)), [1, 2, 3]));
    const step = differentiate(b.build(), { of, withRespectTo: given });
    const results = evaluate(step.graph, new Map([['parameters', makeTensor('float64', [1, ...parametrisation.type.shape.slice(1).map(Number)], parameters)]]));
    expectClose(results.get(made)!.data, image);
    expectClose(results.get(step.gradient)!.data, gradient);
  });

  it('finds the parameters of an image, black and white pixels too', () => {
    const bytes = Uint8Array.from({ length: image.length }, (_, i) => (i % 7 === 0 ? 0 : i % 5 === 0 ? 255 : (i * 37) % 256));
    const b = new GraphBuilder();
    const made = b.output(parametrisation.append(b, b.input('parameters', parametrisation.type)));
    const found = parametrisation.parametersOf(bytes);
    const { data } = evaluate(b.build(), new Map([['parameters', makeTensor('float32', [1, ...parametrisation.type.shape.slice(1).map(Number)], found)]])).get(made)!;
    expect(Array.from(data, Number).map((pixel) => Math.floor(pixel * 255 + 0.5))).toEqual([...bytes]);
  });
});

describe.each(golden.transforms)('the transform $firstJitter, × $scale, $angleDegrees°, $finalJitter', ({ image, gradient, ...drawn }) => {
  it('has the image and the gradient that PyTorch’s grid_sample gives', () => {
    const [, heightPx, widthPx] = imageShape as [number, number, number];
    const size = 4 * heightPx * widthPx;
    const [indices, weights] = [new BigInt64Array(size), new Float32Array(size)];
    writeResampling(affineMap(drawn as unknown as Parameters<typeof affineMap>[0]), { heightPx, widthPx }, { indices, weights, offset: 0 });
    const b = new GraphBuilder();
    const given = b.input('image', { type: 'float32', shape: ['N', ...imageShape] });
    const made = b.output(appendResampling(b, given));
    const length = golden.weights.length / count;
    const of = b.output(b.reduceSum(b.mul(made, b.floats(imageShape, golden.weights.slice(0, length))), [1, 2, 3]));
    const step = differentiate(b.build(), { of, withRespectTo: given });
    const results = evaluate(step.graph, new Map([
      ['image', makeTensor('float64', [1, ...imageShape], golden.image.slice(0, length))],
      [resamplingValues.indices, { type: 'int64' as const, shape: [1, size], data: indices }],
      [resamplingValues.weights, { type: 'float32' as const, shape: [1, size], data: weights }],
    ]));
    expectClose(results.get(made)!.data, image);
    expectClose(results.get(step.gradient)!.data, gradient);
  });
});
