import type { OptimiserChoice } from '@lookalike/iri-configuration';
import { norm } from '../relative-distance.ts';
import type { Bound, Optimiser, OptimiserRun } from './optimiser.ts';

type Settings = Extract<OptimiserChoice, { kind: 'normalised-gradient' }>;

/**
 * x ← clamp(x − s · ∇ / ‖∇‖₂), the norm over one whole image. With `halvingInterval` h, s is halved after every h steps.
 * Where the gradient is 0 the image stays.
 * @see Nanda et al. 2023 (s = 1, 5,000 steps); Feather et al. 2023 (halved each 3,000 steps)
 */
export function normalisedGradient({ stepSize, halvingInterval }: Settings, bound: Bound): Optimiser {
  return {
    start(from) {
      const image = Float32Array.from(from);
      return {
        image,
        stepCount: 0,
        step(gradient) {
          const length = norm(gradient);
          const size = halvingInterval === undefined ? stepSize : stepSize * 0.5 ** Math.floor(this.stepCount / halvingInterval);
          const scale = length === 0 ? 0 : size / length;
          for (let i = 0; i < image.length; i++) image[i] = bound(image[i]! - scale * gradient[i]!);
          this.stepCount += 1;
        },
        forget() {},
      } satisfies OptimiserRun & { stepCount: number };
    },
  };
}
