import type { StudyConfiguration } from './study-configuration.ts';
import { taskOf } from './tasks/index.ts';
import type { PlannedTrial, PresentedTrial } from './trial.ts';

/** One picture of a session, by its place in the plan: the same file in two places is two pictures. */
export interface PictureRef {
  readonly trialIndex: number;
  readonly round: number;
  readonly slot: string;
}

/**
 * A trial as the rater's browser may see it: which answer is right, whether it is a catch trial, which condition it belongs to and which pictures
 * are the same file are left out.
 * @param addressOf gives the address of a picture; it is not told which file it is
 */
export function presentTrial(configuration: Pick<StudyConfiguration, 'task'>, trial: PlannedTrial, addressOf: (picture: PictureRef) => string): PresentedTrial {
  const { trialIndex, blockIndex, phase, round } = trial;
  const { pictures, choices } = taskOf(configuration).present(trial);
  return {
    trialIndex,
    blockIndex,
    phase,
    round,
    pictures: pictures.map(({ slot, group }) => ({ slot, group, url: addressOf({ trialIndex, round, slot }) })),
    ...(choices === undefined ? {} : { choices: choices.map((choice) => ({ ...choice })) }),
  };
}
