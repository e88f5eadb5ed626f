import type { StudyConfiguration } from './study-configuration.ts';
import { taskOf } from './tasks/index.ts';
import type { PlannedTrial, PresentedTrial } from './trial.ts';

/**
 * A trial as the rater's browser may see it: which answer is right, whether it is a catch trial and which condition it belongs to are left out.
 * @param urlOf gives the address of a file by its SHA-256.
 */
export function presentTrial(configuration: Pick<StudyConfiguration, 'task'>, trial: PlannedTrial, urlOf: (hash: string) => string): PresentedTrial {
  const { pictures, choices } = taskOf(configuration).present(trial);
  return {
    trialIndex: trial.trialIndex,
    blockIndex: trial.blockIndex,
    phase: trial.phase,
    round: trial.round,
    pictures: pictures.map(({ slot, group, hash }) => ({ slot, group, url: urlOf(hash) })),
    ...(choices === undefined ? {} : { choices: choices.map((choice) => ({ ...choice })) }),
  };
}
