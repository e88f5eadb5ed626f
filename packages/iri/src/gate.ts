import type { IriConfiguration } from '@lookalike/iri-configuration';

/** Why an IRI may not be shown to raters. */
export type RejectionReason = 'distance_above_maximum' | 'inside_null_distribution';

/** Decides whether an IRI may be shown. @param audited d of the 8-bit file, and its percentile in the null distribution. */
export function judge(
  { representationDistance, nullPercentile }: { representationDistance: number; nullPercentile: number },
  { maximumDistance, maximumNullPercentile }: IriConfiguration['gate'],
): { readonly accepted: true } | { readonly accepted: false; readonly rejectionReason: RejectionReason } {
  // Written so that NaN is rejected.
  if (!(representationDistance <= maximumDistance)) return { accepted: false, rejectionReason: 'distance_above_maximum' };
  if (!(nullPercentile <= maximumNullPercentile)) return { accepted: false, rejectionReason: 'inside_null_distribution' };
  return { accepted: true };
}

/** The gate of a run. An image that breaks the constraint of its objective is not what was asked for, whatever else it is. */
export function gateOf({ gate, objective }: Pick<IriConfiguration, 'gate' | 'objective'>): IriConfiguration['gate'] {
  return objective.kind === 'constrained' ? { ...gate, maximumDistance: Math.min(gate.maximumDistance, objective.maximumRepresentationDistance) } : gate;
}

/** Relative difference between a d of the search, in single precision, and the same d measured by the audit. */
export const SINGLE_PRECISION = 1e-4;

/**
 * Turns the gate into one number that a search can compare with: up to this d an image is surely accepted.
 * @param nullDistances d of the random pairs, ascending.
 */
export function acceptedDistance({ maximumDistance, maximumNullPercentile }: IriConfiguration['gate'], nullDistances: readonly number[]): number {
  // From this pair on, too many lie at or below d.
  const firstTooMany = nullDistances[Math.floor(maximumNullPercentile * nullDistances.length)] ?? Infinity;
  return Math.min(maximumDistance, firstTooMany) * (1 - SINGLE_PRECISION);
}
