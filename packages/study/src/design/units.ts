import { createRandom } from '@lookalike/random';
import type { FrozenStudy } from '../frozen-study.ts';
import { groupStimuli } from './group-stimuli.ts';

/** Groups of targets that a session shows or leaves out as a whole (one target, or a set made at launch), in the study's own permutation. */
export function unitsOf({ configuration, stimuli, sets }: FrozenStudy): readonly (readonly string[])[] {
  const { sharedTargetIds } = groupStimuli(stimuli);
  return createRandom(configuration.randomSeed).child('plan').child('target-order').shuffled(sets ?? sharedTargetIds.map((targetId) => [targetId]));
}
