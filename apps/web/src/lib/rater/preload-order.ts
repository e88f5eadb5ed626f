import type { PresentedTrial } from '@lookalike/study';

/**
 * The images of the trials to come, nearest first, each once.
 * @param ahead How many trials ahead. Ten offline minutes are about 200 trials of three seconds.
 */
export function preloadOrder(trials: readonly PresentedTrial[], ahead = 240): readonly string[] {
  return [...new Set(trials.slice(0, ahead).flatMap(({ pictures }) => pictures.map(({ url }) => url)))];
}
