import type { RunReport } from '../api/views.ts';

/** A part of the run's images. */
export interface OutcomePart {
  readonly label: string;
  readonly count: number;
  /** Of all finished images, in [0, 1]. */
  readonly share: number;
}

const reasonNames: Readonly<Record<string, string>> = {
  distance_above_maximum: 'd above the gate’s maximum',
  inside_null_distribution: 'd as large as between random images',
  'iri.zero_representation': 'the target’s representation is 0',
  'iri.not_finite': 'd was no longer a number',
};

/** What became of the finished images: accepted ones first, then rejected and failed ones by reason. */
export function outcomeParts({ accepted, rejected, failed }: RunReport['summary']['counts']): readonly OutcomePart[] {
  const named = (what: string, counts: Readonly<Record<string, number>>) => Object.entries(counts).map(([reason, count]) => ({ label: `${what}: ${reasonNames[reason] ?? reason.replaceAll('_', ' ')}`, count }));
  const parts = [{ label: 'Accepted', count: accepted }, ...named('Rejected', rejected), ...named('No IRI', failed)];
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return parts.map((part) => ({ ...part, share: total === 0 ? 0 : part.count / total }));
}
