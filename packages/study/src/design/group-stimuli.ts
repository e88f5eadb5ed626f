import type { FrozenStudy } from '../frozen-study.ts';
import type { Stimulus } from '../stimulus.ts';
import { StudyError } from '../study-error.ts';

export interface GroupedStimuli {
  /** Sorted, so that the order of the stimuli does not matter. */
  readonly conditionIds: readonly string[];
  /** Targets with a stimulus of every condition; sorted. */
  readonly sharedTargetIds: readonly string[];
  /** How many targets a condition has a stimulus of; 0 for a condition that has none. */
  readonly targetCountOf: (conditionId: string) => number;
  /** The first stimulus whose condition has another one of its target; undefined as it should be. */
  readonly repeated: Stimulus | undefined;
  readonly stimulusOf: (conditionId: string, targetId: string) => Stimulus;
}

/** Finds stimuli by condition and target. Every plan begins with it, so it goes through the stimuli once. */
export function groupStimuli(stimuli: FrozenStudy['stimuli']): GroupedStimuli {
  const byCondition = new Map<string, Map<string, Stimulus>>();
  let repeated: Stimulus | undefined;
  for (const stimulus of stimuli) {
    const byTarget = byCondition.get(stimulus.conditionId) ?? new Map<string, Stimulus>();
    byCondition.set(stimulus.conditionId, byTarget);
    if (byTarget.has(stimulus.targetId)) repeated ??= stimulus;
    byTarget.set(stimulus.targetId, stimulus);
  }
  const ofConditions = [...byCondition.values()];
  return {
    conditionIds: [...byCondition.keys()].sort(),
    sharedTargetIds: [...(ofConditions[0]?.keys() ?? [])].filter((targetId) => ofConditions.every((byTarget) => byTarget.has(targetId))).sort(),
    targetCountOf: (conditionId) => byCondition.get(conditionId)?.size ?? 0,
    repeated,
    stimulusOf: (conditionId, targetId) => {
      const stimulus = byCondition.get(conditionId)?.get(targetId);
      if (stimulus === undefined) throw new StudyError('study.stimulus_missing', `There is no stimulus of target ${targetId} for condition ${conditionId}.`, { conditionId, targetId });
      return stimulus;
    },
  };
}

/** Names a stimulus within its study. */
export function stimulusKey({ conditionId, targetId }: { readonly conditionId: string; readonly targetId: string }): string {
  return JSON.stringify([conditionId, targetId]);
}
