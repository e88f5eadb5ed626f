import type { IriConfiguration } from '../iri-configuration.ts';
import type { Optimiser } from './optimiser.ts';

type Settings = Extract<IriConfiguration['optimiser'], { kind: 'adam' }>;

/** Kingma and Ba 2015, the defaults of section 2. */
const firstDecay = 0.9;
const secondDecay = 0.999;
const epsilon = 1e-8;

/**
 * Adam on the pixels, bounded after each step. With `finalLearningRate` the rate falls from `learningRate` along
 * half a cosine and reaches it at step `maximumSteps`.
 * @see Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2017, eq. 5, for the cosine
 */
export function adam({ learningRate, finalLearningRate = learningRate }: Settings, maximumSteps: number, bound: (value: number) => number): Optimiser {
  return {
    start: (image) => ({ image, stepCount: 0, moments: [new Float32Array(image.length), new Float32Array(image.length)] }),
    step: ({ image, stepCount, moments }, gradient) => {
      // A state of this optimiser always has its two moments.
      const [before, beforeSquared] = moments as [Float32Array, Float32Array];
      const count = stepCount + 1;
      const rate = rateAt(count) / (1 - firstDecay ** count);
      const correction = 1 / (1 - secondDecay ** count);
      const next = new Float32Array(image.length);
      const first = new Float32Array(image.length);
      const second = new Float32Array(image.length);
      for (let i = 0; i < image.length; i++) {
        const slope = gradient[i]!;
        const mean = firstDecay * before[i]! + (1 - firstDecay) * slope;
        const square = secondDecay * beforeSquared[i]! + (1 - secondDecay) * slope * slope;
        first[i] = mean;
        second[i] = square;
        next[i] = bound(image[i]! - (rate * mean) / (Math.sqrt(square * correction) + epsilon));
      }
      return { image: next, stepCount: count, moments: [first, second] };
    },
  };

  function rateAt(count: number): number {
    const progress = maximumSteps === 1 ? 0 : Math.min(1, (count - 1) / (maximumSteps - 1));
    return finalLearningRate + 0.5 * (learningRate - finalLearningRate) * (1 + Math.cos(Math.PI * progress));
  }
}
