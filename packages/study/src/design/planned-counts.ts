import type { FrozenStudy } from '../frozen-study.ts';
import { taskOf } from '../tasks/index.ts';
import { groupStimuli, stimulusKey } from './group-stimuli.ts';
import { unitsOf } from './units.ts';
import { showingsOf } from './windows.ts';

/**
 * How often the first plans of a study show each stimulus, by `stimulusKey`; stimuli that no plan shows are not in it. What `planSession` would
 * give, without planning: which targets a session shows is decided before its trials are made.
 * @param planCount such as the study's places
 */
export function plannedCounts(study: FrozenStudy, planCount: number): ReadonlyMap<string, number> {
  const { configuration, stimuli, sets } = study;
  const { targets, perCondition } = configuration.design;
  const { conditionIds } = groupStimuli(stimuli);
  const units = unitsOf(study);
  const perSession = sets === undefined ? perCondition : perCondition / taskOf(configuration).groupSize(configuration.task);
  const counts = new Map<string, number>();
  for (let planIndex = 0; units.length > 0 && planIndex < planCount; planIndex++) {
    const showings = showingsOf({ targets, conditionCount: conditionIds.length, groupCount: units.length, perCondition: perSession, planIndex });
    conditionIds.forEach((conditionId, position) => {
      for (const { group } of showings[position] ?? []) {
        for (const targetId of units[group] ?? []) {
          const key = stimulusKey({ conditionId, targetId });
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
      }
    });
  }
  return counts;
}
