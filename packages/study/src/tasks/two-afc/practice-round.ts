import { createRandom } from '@lookalike/random';
import type { TwoAfcTrial } from './trial.ts';

/** The same pictures in a new order and on new sides, so that a round is not passed by remembering sides. @param round from 1 */
export function planSidesAnew(practice: readonly TwoAfcTrial[], round: number): readonly TwoAfcTrial[] {
  const rng = createRandom(practice.map(({ queryHash, alignedSide }) => queryHash + alignedSide).join()).child(`round-${round}`);
  const order = rng.child('order').shuffled(practice);
  // Half of the sides are swapped, so both sides stay about equally often right.
  const swapped = rng.child('side').shuffled(practice.map((_, index) => index % 2 === 1));
  return order.map((trial, index) =>
    swapped[index] === true ? { ...trial, leftHash: trial.rightHash, rightHash: trial.leftHash, alignedSide: trial.alignedSide === 'left' ? 'right' : 'left' } : trial);
}
