import type { RowContext } from '@lookalike/answers';
import { stimulusKey } from '@lookalike/study';

/** How well a condition's stimuli converged, as far as it is known. */
export interface Convergence {
  /** d of the file that people see; undefined where it is not known, or 0, of which there is no logarithm. */
  readonly distanceOf: (conditionId: string, targetId: string) => number | undefined;
  /** Share of the run's IRIs that passed its gate. */
  readonly acceptanceOf: (conditionId: string) => number | undefined;
}

export function convergenceOf({ auditOf, runs }: RowContext): Convergence {
  return {
    distanceOf: (conditionId, targetId) => {
      const distance = auditOf.get(stimulusKey({ conditionId, targetId }))?.representationDistance;
      return distance !== undefined && distance > 0 ? distance : undefined;
    },
    acceptanceOf: (conditionId) => {
      const run = runs.get(conditionId);
      return run === undefined || run.totalCount === 0 ? undefined : run.acceptedCount / run.totalCount;
    },
  };
}
