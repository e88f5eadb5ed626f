import type { Graph } from '@lookalike/graph';
import type { BlockedLayer } from './blocked-values.ts';
import type { HeldBatch } from './fixed-batch/open-batch.ts';

/** A network as read from its files, and what its graph does not say. */
export interface ReadNetwork {
  readonly graph: Graph;
  /** Why the network takes only as many images at once as its file says; its inputs then have that number as their first size. */
  readonly held?: HeldBatch;
  /** Values of the file that cannot be computed, with what is in the way. */
  readonly blocked: readonly BlockedLayer[];
  /** Names of the file's outputs. */
  readonly outputs: readonly string[];
}
