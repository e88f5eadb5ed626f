import type { PlannedTrial, PresentedTrial } from './trial.ts';

/**
 * A trial as the rater's browser may see it: which option is the target, whether it is a catch trial and which network it
 * belongs to are left out. Only the addresses of the three files remain; in a catch trial two of them are equal.
 * @param urlOf gives the address of a file by its SHA-256.
 */
export function presentTrial(trial: PlannedTrial, urlOf: (hash: string) => string): PresentedTrial {
  return {
    trialIndex: trial.trialIndex,
    blockIndex: trial.blockIndex,
    phase: trial.phase,
    round: trial.round,
    queryUrl: urlOf(trial.queryHash),
    leftUrl: urlOf(trial.leftHash),
    rightUrl: urlOf(trial.rightHash),
  };
}
