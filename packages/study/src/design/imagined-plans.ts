import type { FrozenStudy } from '../frozen-study.ts';
import type { StudyConfiguration } from '../study-configuration.ts';
import { taskOf } from '../tasks/index.ts';
import { planSession } from './plan-session.ts';

export interface ImaginedStudy {
  readonly configuration: StudyConfiguration;
  readonly conditionCount: number;
  readonly targetCount: number;
}

/**
 * What the first raters of a study would be shown if it had these many conditions and targets: which condition and which target, by number, of
 * every scored item in the order of the session. For planning a study before there are pictures; made by `planSession` itself.
 * @throws study.plan_impossible where there are too few targets for a session.
 */
export function imaginedPlans(imagined: ImaginedStudy, raters: number): { readonly condition: number; readonly target: number }[][] {
  const study = studyOf(imagined);
  return Array.from({ length: raters }, (_, planIndex) => planSession(study, planIndex).flatMap(({ role, items }) => (role !== 'scored' ? [] : items.flatMap(({ conditionId, targetId }) => (conditionId === undefined ? [] : [{ condition: numberOf(conditionId), target: numberOf(targetId) }])))));
}

/** Only what decides which targets a session shows is as it will be; pictures are names. */
function studyOf({ configuration, conditionCount, targetCount }: ImaginedStudy): FrozenStudy {
  const { task } = configuration;
  const labels = task.name === 'classification' && task.labels.length > 0 ? task.labels : ['label'];
  const targetIds = Array.from({ length: targetCount }, (_, target) => idOf('target', target));
  const size = taskOf(configuration).groupSize(task);
  return {
    // Catch and practice trials are not scored, and would need pictures of their own.
    configuration: { ...configuration, trials: { ...configuration.trials, catchCount: 0, practiceCount: 0, practicePassCount: 0 } },
    conditions: Array.from({ length: conditionCount }, (_, condition) => ({ conditionId: idOf('condition', condition), name: `Condition ${condition + 1}`, factors: {} })),
    stimuli: Array.from({ length: conditionCount }, (_, condition) => targetIds.map((targetId, target) => ({
      iriId: `${condition}-${target}`, conditionId: idOf('condition', condition), targetId, queryHash: `${condition}-${target}`, targetHash: targetId, seedHash: `seed-${target}`, label: labels[target % labels.length]!, // Inside by the modulo.
    }))).flat(),
    // Sets that are made at launch stay together; which targets they are of does not matter here.
    sets: task.name === 'matching' && task.sets.kind !== 'random' ? Array.from({ length: Math.floor(targetCount / size) }, (_, set) => targetIds.slice(set * size, (set + 1) * size)) : undefined,
  };
}

/** Padded, so that the order of ids is the order of numbers. */
function idOf(name: string, index: number): string {
  return `${name}-${String(index).padStart(6, '0')}`;
}

function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('-') + 1));
}
