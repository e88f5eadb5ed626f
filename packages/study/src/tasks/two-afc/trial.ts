import type { TaskTrial } from '../../trial.ts';
import type { Side } from './wire.ts';

/** The options are the target and the seed, `alignedSide` the target's. In a catch trial (and in practice) one option is the query itself; `alignedSide` is that one's. */
export interface TwoAfcTrial extends TaskTrial {
  readonly queryHash: string;
  readonly leftHash: string;
  readonly rightHash: string;
  readonly alignedSide: Side;
}
