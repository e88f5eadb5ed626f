import { createRandom } from '@lookalike/random';
import type { PlannedTrial } from './trial.ts';

/**
 * The practice trials of one round: the same pictures, but in a new order and on new sides after round 0, so that a round
 * is not passed by remembering sides. Trial indices are the same in every round.
 * @param plan what `planSession` gave. @param round from 0.
 */
export function planPracticeRound(plan: readonly PlannedTrial[], round: number): readonly PlannedTrial[] {
  const practice = plan.filter(({ phase }) => phase === 'practice');
  if (round === 0) return practice;
  const rng = createRandom(practice.map(({ queryHash, alignedSide }) => queryHash + alignedSide).join()).child(`round-${round}`);
  const order = rng.child('order').shuffled(practice);
  // Half of the sides are swapped, so both sides stay about equally often right.
  const swapped = rng.child('side').shuffled(practice.map((_, index) => index % 2 === 1));
  return order.map((trial, index) => {
    const placed = { ...trial, trialIndex: index, round };
    if (!swapped[index]) return placed;
    return { ...placed, leftHash: trial.rightHash, rightHash: trial.leftHash, alignedSide: trial.alignedSide === 'left' ? 'right' : 'left' };
  });
}
