import { assertNever } from '@lookalike/errors';
import type { GraphBuilder } from '@lookalike/graph';
import type { IriConfiguration } from './iri-configuration.ts';

export type Objective = IriConfiguration['objective'];

/** Names of the values in the step graph that an objective may be built from. */
export interface ObjectiveTerms {
  /** The image in search, [N, C, H, W] in [0, 1]. */
  readonly image: string;
  /** d, [N]. */
  readonly distance: string;
}

/**
 * Appends what the search makes small: one value per image, [N].
 * An objective is data; this is the only place that says what each kind means.
 */
export function appendObjective(_b: GraphBuilder, objective: Objective, { distance }: ObjectiveTerms): string {
  switch (objective.kind) {
    case 'regularizer-free':
      return distance;
    default:
      return assertNever(objective.kind);
  }
}

/**
 * Appends d = ‖g(x) − g(x_t)‖₂ / ‖g(x_t)‖₂ over everything but the batch.
 * @param representation and @param target names of values [N, …].
 * @returns name of a value [N].
 * @see Nanda et al. 2023, eq. 1 as released (`reg_free`)
 */
export function appendRelativeDistance(b: GraphBuilder, representation: string, target: string): string {
  const axes = b.shapeOf(representation).map((_, axis) => axis).slice(1);
  return b.div(b.reduceL2(b.sub(representation, target), axes), b.reduceL2(target, axes));
}
