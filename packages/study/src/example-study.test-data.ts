import { defaultStudyConfiguration } from './default-study-configuration.ts';
import { planSession } from './design/plan-session.ts';
import type { FrozenStudy } from './frozen-study.ts';
import type { Stimulus } from './stimulus.ts';
import type { StudyConfiguration } from './study-configuration.ts';
import type { TwoAfcTrial } from './tasks/two-afc/trial.ts';
import type { PlannedTrial } from './trial.ts';

/** A hash-like name that says what it stands for. */
const fakeHash = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0');

/** For tests: one stimulus per condition and target, all files different; labels take turns. */
export function makeStimuli({ conditionCount, targetCount, labels = ['bird', 'boat', 'cat'] }: { readonly conditionCount: number; readonly targetCount: number; readonly labels?: readonly string[] }): Stimulus[] {
  return Array.from({ length: conditionCount }, (_, condition) =>
    Array.from({ length: targetCount }, (__, target): Stimulus => ({
      iriId: `iri-${condition}-${target}`,
      conditionId: `network-${condition}`,
      targetId: `target-${target}`,
      queryHash: fakeHash(`iri-${condition}-${target}`),
      targetHash: fakeHash(`target-${target}`),
      seedHash: fakeHash(`seed-${target}`),
      ...(labels[target % labels.length] === undefined ? {} : { label: labels[target % labels.length] as string }),
    }))).flat();
}

/** For tests: a study as it would be frozen, over stimuli of its own. */
export function makeStudy({ conditionCount, targetCount, configuration, sets, labels }: {
  readonly conditionCount: number; readonly targetCount: number; readonly configuration: StudyConfiguration; readonly sets?: FrozenStudy['sets']; readonly labels?: readonly string[];
}): FrozenStudy {
  return {
    configuration,
    conditions: Array.from({ length: conditionCount }, (_, condition) => ({ conditionId: `network-${condition}`, name: `Network ${condition}`, factors: {} })),
    stimuli: makeStimuli({ conditionCount, targetCount, ...(labels === undefined ? {} : { labels }) }),
    sets,
  };
}

/** For tests: the default configuration with some fields replaced; classification has the labels that `makeStimuli` gives. */
export function configurationWith(changes: Partial<StudyConfiguration>, name: StudyConfiguration['task']['name'] = '2afc'): StudyConfiguration {
  const configuration = defaultStudyConfiguration(name);
  const { task } = configuration;
  return { ...configuration, task: task.name === 'classification' ? { ...task, labels: ['bird', 'boat', 'cat'] } : task, ...changes };
}

/** For tests: how many of a session's targets, and of its known trials, unless a test says otherwise. */
export function sizesOf({ perCondition, targets = 'shared', catchCount = 0, practiceCount = 0, practicePassCount = 0, blockSize = 20 }: {
  readonly perCondition: number; readonly targets?: 'shared' | 'once'; readonly catchCount?: number; readonly practiceCount?: number; readonly practicePassCount?: number; readonly blockSize?: number;
}): Pick<StudyConfiguration, 'design' | 'trials'> {
  return { design: { targets, perCondition, answersPerStimulus: null }, trials: { catchCount, practiceCount, practicePassCount, blockSize } };
}

/** For tests: one planned session of a 2AFC study, as 2AFC's own trials. */
export function planTwoAfc(study: FrozenStudy, planIndex: number): PlannedTrial<TwoAfcTrial>[] {
  return planSession(study, planIndex) as PlannedTrial<TwoAfcTrial>[];
}
