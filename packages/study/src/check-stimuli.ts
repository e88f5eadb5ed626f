import type { Issue } from '@lookalike/errors';
import { groupStimuli, type GroupedStimuli } from './design/group-stimuli.ts';
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
  const grouped = groupStimuli(stimuli);
  const nameOf = (conditionId: string): string => conditions.find((condition) => condition.conditionId === conditionId)?.name ?? conditionId;
  const empty = conditions.flatMap(({ conditionId, name }, index): Issue[] => (grouped.targetCountOf(conditionId) > 0 ? [] : [{
    path: `/conditions/${index}`, code: 'study.condition_empty',
    message: `The condition "${name}" has nothing to show: none of its IRIs was accepted.`,
    fix: 'Take the condition out, or make IRIs that pass the gate.',
  }]));
  if (empty.length > 0) return empty;
  if (grouped.repeated !== undefined) {
    return [{
      path: '/conditions', code: 'study.stimulus_repeated',
      message: `The condition "${nameOf(grouped.repeated.conditionId)}" has two stimuli of target ${grouped.repeated.targetId}.`,
      fix: 'Give every condition at most one stimulus of a target.',
    }];
  }
  // What the task says of its sets is nearer to the cause than how many targets they leave.
  return [...taskOf(configuration).issuesOfStudy(study, configuration.task), ...tooFewTargets(study, grouped, nameOf)];
}

function tooFewTargets({ configuration, stimuli, sets }: FrozenStudy, { conditionIds, sharedTargetIds, targetCountOf }: GroupedStimuli, nameOf: (id: string) => string): Issue[] {
  const { design: { targets, perCondition }, trials: { practiceCount, catchCount } } = configuration;
  const size = taskOf(configuration).groupSize(configuration.task);
  const isOnce = targets === 'once';
  const available = sets === undefined ? sharedTargetIds.length : sets.reduce((sum, set) => sum + set.length, 0);
  const scored = isOnce ? perCondition * conditionIds.length : perCondition;
  // Where nobody is to see a target twice, practice and catch trials show others than the scored ones.
  const spare = isOnce && practiceCount + catchCount > 0 ? size : 0;
  const all = new Set(stimuli.map(({ targetId }) => targetId)).size;
  if (available >= scored && all >= scored + spare) return [];
  const counts = conditionIds.map((conditionId) => `${nameOf(conditionId)}: ${targetCountOf(conditionId)}`).join(', ');
  const most = Math.floor(Math.min(available, all - spare) / (isOnce ? conditionIds.length : 1) / size) * size;
  const besides = spare === 0 ? '' : `, and ${spare} more for practice and catch trials`;
  const need = isOnce
    ? `${scored} targets are needed so that no rater sees one twice (${perCondition} for each of ${conditionIds.length} conditions)${besides}`
    : `${scored} targets per session are wanted`;
  return [{
    path: '/configuration/design/perCondition', code: 'study.too_few_targets',
    message: `${need}, but only ${available} have an accepted IRI for every condition${sets === undefined ? '' : ' and belong to a set'} (${counts}).`,
    fix: most > 0 ? `Lower it to at most ${most}, or make more IRIs${isOnce ? ', or let the conditions share targets' : ''}.` : 'Make IRIs of the same targets for every condition.',
  }];
}
