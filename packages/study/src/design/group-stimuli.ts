import type { FrozenStudy } from '../frozen-study.ts';
import type { Stimulus } from '../stimulus.ts';
import { StudyError } from '../study-error.ts';

export interface GroupedStimuli {
  /** Sorted, so that the order of the stimuli does not matter. */
  readonly conditionIds: readonly string[];
  /** Targets with a stimulus of every condition; sorted. */
  readonly sharedTargetIds: readonly string[];
  readonly stimulusOf: (conditionId: string, targetId: string) => Stimulus;
}

export function groupStimuli(stimuli: FrozenStudy['stimuli']): GroupedStimuli {
  const byKey = new Map(stimuli.map((stimulus) => [stimulusKey(stimulus), stimulus]));
  const conditionIds = [...new Set(stimuli.map(({ conditionId }) => conditionId))].sort();
  const targetIds = [...new Set(stimuli.map(({ targetId }) => targetId))].sort();
  return {
    conditionIds,
    sharedTargetIds: targetIds.filter((targetId) => conditionIds.every((conditionId) => byKey.has(stimulusKey({ conditionId, targetId })))),
    stimulusOf: (conditionId, targetId) => {
      const stimulus = byKey.get(stimulusKey({ conditionId, targetId }));
      if (stimulus === undefined) throw new StudyError('study.stimulus_missing', `There is no stimulus of target ${targetId} for condition ${conditionId}.`, { conditionId, targetId });
      return stimulus;
    },
  };
}

/** Names a stimulus within its study. */
export function stimulusKey({ conditionId, targetId }: { readonly conditionId: string; readonly targetId: string }): string {
  return JSON.stringify([conditionId, targetId]);
}
