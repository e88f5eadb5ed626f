import type { Issue } from '@lookalike/errors';
import { groupStimuli, stimulusKey } from './design/group-stimuli.ts';
import type { FrozenStudy } from './frozen-study.ts';
import { taskOf } from './tasks/index.ts';

/**
 * What stands in the way of showing these stimuli under this configuration; to be asked before launch.
 * Codes: `study.no_stimuli`, `study.condition_empty`, `study.stimulus_repeated`, `study.too_few_targets`, and the task's own.
 */
export function checkStimuli(study: FrozenStudy): readonly Issue[] {
  const { configuration, conditions, stimuli } = study;
  if (stimuli.length === 0) {
    return [{ path: '/conditions', code: 'study.no_stimuli', message: 'The study has no accepted IRIs to show.', fix: 'Add a generation run with accepted IRIs.' }];
  }
  const nameOf = (conditionId: string): string => conditions.find((condition) => condition.conditionId === conditionId)?.name ?? conditionId;
  const countOf = (conditionId: string): number => stimuli.filter((stimulus) => stimulus.conditionId === conditionId).length;
  const empty = conditions.findIndex(({ conditionId }) => countOf(conditionId) === 0);
  if (empty !== -1) {
    return [{
      path: `/conditions/${empty}`, code: 'study.condition_empty',
      message: `The condition "${conditions[empty]?.name ?? ''}" has nothing to show: none of its IRIs was accepted.`,
      fix: 'Take the condition out, or make IRIs that pass the gate.',
    }];
  }
  const seen = new Set<string>();
  const repeated = stimuli.find((stimulus) => seen.has(stimulusKey(stimulus)) || !seen.add(stimulusKey(stimulus)));
  if (repeated !== undefined) {
    return [{
      path: '/conditions', code: 'study.stimulus_repeated',
      message: `The condition "${nameOf(repeated.conditionId)}" has two stimuli of target ${repeated.targetId}.`,
      fix: 'Give every condition at most one stimulus of a target.',
    }];
  }
  return [...tooFewTargets(study, nameOf, countOf), ...taskOf(configuration).issuesOfStudy(study, configuration.task)];
}

function tooFewTargets({ configuration, stimuli, sets }: FrozenStudy, nameOf: (id: string) => string, countOf: (id: string) => number): Issue[] {
  const { conditionIds, sharedTargetIds } = groupStimuli(stimuli);
  const { targets, perCondition } = configuration.design;
  const available = sets === undefined ? sharedTargetIds.length : sets.reduce((sum, set) => sum + set.length, 0);
  const wanted = targets === 'once' ? perCondition * conditionIds.length : perCondition;
  if (available >= wanted) return [];
  const counts = conditionIds.map((conditionId) => `${nameOf(conditionId)}: ${countOf(conditionId)}`).join(', ');
  const most = targets === 'once' ? Math.floor(available / conditionIds.length) : available;
  const need = targets === 'once'
    ? `${wanted} targets are needed so that no rater sees one twice (${perCondition} for each of ${conditionIds.length} conditions)`
    : `${perCondition} targets per session are wanted`;
  return [{
    path: '/configuration/design/perCondition', code: 'study.too_few_targets',
    message: `${need}, but only ${available} have an accepted IRI for every condition${sets === undefined ? '' : ' and belong to a set'} (${counts}).`,
    fix: most > 0 ? `Lower it to at most ${most}, or make more IRIs${targets === 'once' ? ', or let the conditions share targets' : ''}.` : 'Make IRIs of the same targets for every condition.',
  }];
}
