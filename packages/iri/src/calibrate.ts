import { GraphBuilder } from '@lookalike/graph';
import { composedObjective, keyOf, type Objective } from '@lookalike/iri-configuration';
import type { PerceptualDistance } from '@lookalike/perception';
import type { Device } from '@lookalike/runtime';
import { calibrationKey } from './objectives/append-objective.ts';

/** An image of the run before its first step. */
export interface CalibrationImage {
  /** [C, H, W] in [0, 1]. */
  readonly seed: Float32Array;
  readonly target: Float32Array;
  /** d of the seed. */
  readonly seedDistance: number;
}

export interface CalibrateOptions {
  readonly device: Device;
  readonly objective: Objective;
  readonly imageShape: readonly [number, number, number];
  readonly perceptual: ReadonlyMap<string, PerceptualDistance>;
  /** All images of the run, finished ones too, so that a resumed run goes on with the same weight. */
  readonly images: readonly CalibrationImage[];
  readonly batchSize: number;
}

/** One calibrated weight and what it came from. */
export interface Calibration {
  readonly term: string;
  /** |λ| */
  readonly weight: number;
  readonly meanRepresentationDistance: number;
  readonly meanPerceptualDistance: number;
}

/**
 * Measures |λ| = mean d / mean P of every calibrated term, over the seeds of the run. A term whose mean P is 0 at the seeds, as that to
 * the seed itself, has no such weight: the configuration's check refuses it.
 * @see Nanda et al. 2023, released code (adversarial objective without a given λ)
 */
export async function calibrate({ device, objective, imageShape, perceptual, images, batchSize }: CalibrateOptions): Promise<Calibration[]> {
  const composed = composedObjective(objective);
  if (composed.kind !== 'weighted-sum') return [];
  const results: Calibration[] = [];
  for (const term of composed.terms) {
    if (term.kind !== 'perceptual-distance' || typeof term.weight === 'number') continue;
    const executable = await device.open(pairGraph(perceptual.get(keyOf(term.distance))!, imageShape));
    try {
      let sum = 0;
      for (let first = 0; first < images.length; first += batchSize) {
        const batch = images.slice(first, first + batchSize);
        const { distance } = await executable.run({ a: stack(batch.map(({ seed }) => seed), imageShape), b: stack(batch.map(({ target }) => target), imageShape) });
        for (const value of distance!.data as Float32Array) sum += value;
      }
      const meanPerceptualDistance = sum / images.length;
      const meanRepresentationDistance = images.reduce((total, { seedDistance }) => total + seedDistance, 0) / images.length;
      results.push({ term: calibrationKey(term), weight: meanRepresentationDistance / meanPerceptualDistance, meanRepresentationDistance, meanPerceptualDistance });
    } finally {
      await executable.close();
    }
  }
  return results;
}

function pairGraph(distance: PerceptualDistance, imageShape: readonly number[]): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder({ name: 'calibration' });
  const type = { type: 'float32', shape: ['N', ...imageShape] } as const;
  b.append('Identity', [distance(b, b.input('a', type), b.input('b', type))], {}, { outputs: ['distance'] });
  b.output('distance');
  return b.build();
}

function stack(images: readonly Float32Array[], imageShape: readonly number[]): { type: 'float32'; shape: number[]; data: Float32Array } {
  const size = imageShape.reduce((product, side) => product * side, 1);
  const data = new Float32Array(images.length * size);
  images.forEach((image, i) => data.set(image, i * size));
  return { type: 'float32', shape: [images.length, ...imageShape], data };
}
