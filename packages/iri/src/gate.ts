import type { IriConfiguration } from './iri-configuration.ts';

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
