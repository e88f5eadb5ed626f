import { wilsonInterval } from '@lookalike/alignment';

/** What one judge says of one IRI. */
export interface JudgedIri {
  readonly representationDistance: number;
  readonly accepted: boolean;
  /** 1 for the target, 0 for the seed, 0.5 for a tie. */
  readonly score: number;
}

/** One network under one objective, by one judge. */
export interface ObjectivesRow {
  readonly network: string;
  readonly objective: string;
  readonly judge: string;
  readonly targets: number;
  /** Share of all IRIs that are closer to the target. */
  readonly score: number;
  readonly scoreLower: number;
  readonly scoreUpper: number;
  /** The same of those that the audit accepts; absent when it accepts none. */
  readonly acceptedScore?: number;
  readonly acceptedLower?: number;
  readonly acceptedUpper?: number;
  readonly accepted: number;
  readonly meanDistance: number;
  readonly largestDistance: number;
}

/** Sums up the IRIs of one cell of the table. Targets are independent, so the intervals are Wilson's. */
export function objectivesRow(names: Pick<ObjectivesRow, 'network' | 'objective' | 'judge'>, iris: readonly JudgedIri[]): ObjectivesRow {
  const accepted = iris.filter((iri) => iri.accepted);
  const all = shareOf(iris);
  const distances = iris.map((iri) => iri.representationDistance);
  const ofAccepted = accepted.length === 0 ? undefined : shareOf(accepted);
  return {
    ...names,
    targets: iris.length,
    score: all.share, scoreLower: all.lower, scoreUpper: all.upper,
    ...(ofAccepted !== undefined && { acceptedScore: ofAccepted.share, acceptedLower: ofAccepted.lower, acceptedUpper: ofAccepted.upper }),
    accepted: accepted.length,
    meanDistance: distances.reduce((sum, distance) => sum + distance, 0) / distances.length,
    largestDistance: Math.max(...distances),
  };
}

function shareOf(iris: readonly JudgedIri[]): { readonly share: number; readonly lower: number; readonly upper: number } {
  const successes = iris.reduce((sum, { score }) => sum + score, 0);
  const { lower, upper } = wilsonInterval({ successes, trials: iris.length });
  return { share: successes / iris.length, lower, upper };
}

/** For people: a Markdown table, one line per network, objective and judge. */
export function objectivesMarkdown(rows: readonly ObjectivesRow[]): string {
  const percent = (share: number | undefined): string => (share === undefined ? '–' : `${(100 * share).toFixed(0)} %`);
  const interval = (lower: number | undefined, upper: number | undefined): string => (lower === undefined || upper === undefined ? '' : ` (${(100 * lower).toFixed(0)}–${(100 * upper).toFixed(0)})`);
  return [
    '| judge | objective | network | score, all IRIs | score, accepted | accepted | mean d | largest d |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.judge} | ${row.objective} | ${row.network} | ${percent(row.score)}${interval(row.scoreLower, row.scoreUpper)} | ` +
      `${percent(row.acceptedScore)}${interval(row.acceptedLower, row.acceptedUpper)} | ${row.accepted}/${row.targets} | ${row.meanDistance.toFixed(3)} | ${row.largestDistance.toFixed(3)} |`),
    '',
  ].join('\n');
}

/** For programs: the same as CSV. */
export function objectivesCsv(rows: readonly ObjectivesRow[]): string {
  const columns = ['network', 'objective', 'judge', 'targets', 'score', 'scoreLower', 'scoreUpper', 'acceptedScore', 'acceptedLower', 'acceptedUpper', 'accepted', 'meanDistance', 'largestDistance'] as const satisfies readonly (keyof ObjectivesRow)[];
  return [columns.join(), ...rows.map((row) => columns.map((column) => row[column] ?? '').join())].join('\n') + '\n';
}
