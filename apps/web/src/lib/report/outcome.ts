import type { RunReport } from '../api/views.ts';

/** A part of the run's images. */
export interface OutcomePart {
  readonly label: string;
  readonly count: number;
  /** Of all finished images, in [0, 1]. */
  readonly share: number;
  readonly kind: 'accepted' | 'rejected';
}

const reasonNames: Readonly<Record<string, string>> = {
  distance_above_maximum: 'd above the gate’s maximum',
  inside_null_distribution: 'd as large as between random images',
};

/** What became of the finished images: accepted ones first, then rejected and failed ones by reason. */
export function outcomeParts({ accepted, rejected, failed }: RunReport['summary']['counts']): readonly OutcomePart[] {
  const refused = [...Object.entries(rejected), ...Object.entries(failed)].map(([reason, count]) => ({ label: `Rejected: ${reasonNames[reason] ?? reason.replaceAll('_', ' ')}`, count, kind: 'rejected' as const }));
  const parts = [{ label: 'Accepted', count: accepted, kind: 'accepted' as const }, ...refused];
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return parts.map((part) => ({ ...part, share: total === 0 ? 0 : part.count / total }));
}
