import type { OptimiserChoice } from '@lookalike/iri-configuration';
import type { Bound, Optimiser, OptimiserRun } from './optimiser.ts';

type Settings = Extract<OptimiserChoice, { kind: 'adam' }>;

/** Kingma and Ba 2015, the defaults of section 2. */
const firstDecay = 0.9;
const secondDecay = 0.999;
const epsilon = 1e-8;

/**
 * Adam on the pixels, bounded after each step. With `finalLearningRate` the rate falls from `learningRate` along
 * half a cosine and reaches it at step `maximumSteps`.
 * @see Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2017, eq. 5, for the cosine
 */
export function adam({ learningRate, finalLearningRate = learningRate }: Settings, maximumSteps: number, bound: Bound): Optimiser {
  return {
    start(from) {
      const image = Float32Array.from(from);
      const first = new Float32Array(image.length);
      const second = new Float32Array(image.length);
      return {
        image,
        stepCount: 0,
        step(gradient) {
          const count = (this.stepCount += 1);
          const rate = rateAt(count) / (1 - firstDecay ** count);
          const correction = 1 / (1 - secondDecay ** count);
          for (let i = 0; i < image.length; i++) {
            const slope = gradient[i]!;
            const mean = firstDecay * first[i]! + (1 - firstDecay) * slope;
            const square = secondDecay * second[i]! + (1 - secondDecay) * slope * slope;
            first[i] = mean;
            second[i] = square;
            image[i] = bound(image[i]! - (rate * mean) / (Math.sqrt(square * correction) + epsilon));
          }
        },
        // The running means take in another gradient by themselves.
        forget() {},
      } satisfies OptimiserRun & { stepCount: number };
    },
  };

  function rateAt(count: number): number {
    const progress = maximumSteps === 1 ? 0 : Math.min(1, (count - 1) / (maximumSteps - 1));
    return finalLearningRate + 0.5 * (learningRate - finalLearningRate) * (1 + Math.cos(Math.PI * progress));
  }
}
