import { checkPlan, type PlanCheck, type VarianceComponents, type Wanted } from '@lookalike/alignment';
import { LookalikeError } from '@lookalike/errors';
import { createRandom } from '@lookalike/random';
import { imaginedPlans, type ImaginedStudy } from '@lookalike/study';

/** A plan to simulate. */
export interface CheckRequest {
  readonly study: ImaginedStudy;
  readonly raters: number;
  readonly wanted: Wanted;
  readonly components: VarianceComponents;
  readonly samples: number;
  readonly seed: string;
}

export type CheckMessage = { readonly kind: 'progress' | 'done'; readonly check: PlanCheck | undefined } | { readonly kind: 'problem'; readonly message: string };

const tell = (message: CheckMessage): void => self.postMessage(message);
/** Progress is told no more often than it can be seen. */
const everyMs = 150;

self.addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  const { study, raters, wanted, components, samples, seed } = data;
  try {
    let [last, toldAt]: [PlanCheck | undefined, number] = [undefined, performance.now()];
    const plans = imaginedPlans(study, raters);
    for (const check of checkPlan({ plans, targetCount: study.targetCount, wanted, components, stopping: false, samples, rng: createRandom(seed) })) {
      last = check;
      if (performance.now() - toldAt < everyMs) continue;
      toldAt = performance.now();
      tell({ kind: 'progress', check });
    }
    tell({ kind: 'done', check: last });
  } catch (error) {
    if (!(error instanceof LookalikeError)) throw error;
    tell({ kind: 'problem', message: error.message });
  }
});
