import type { ScoreRow } from '@lookalike/figures';
import { formatDifference, formatShare } from '../format.ts';
import { reasonWords } from '../study/session-words.ts';
import { formatInterval } from './format-interval.ts';
import { methodNotes, type MethodNote } from './method-notes.ts';
import { estimateCell, type Cell, type ResultRow } from './result-row.ts';
import type { ExclusionsResult } from './results-view.ts';

type Row = ExclusionsResult['rows'][number];

/** Which rules a row excludes by. */
export function rowName({ kind, reason }: Pick<Row, 'kind' | 'reason'>): string {
  switch (kind) {
    case 'none': return 'Nobody excluded';
    case 'all': return 'All rules (the study’s scores)';
    case 'only': return `Only: ${reasonWords(reason ?? '')}`;
    case 'all_but': return `All but: ${reasonWords(reason ?? '')}`;
  }
}

export function exclusionColumns({ conditions }: ExclusionsResult): readonly string[] {
  return ['Excluded by', 'Sessions left', 'Largest change', ...conditions.map(({ name }) => name)];
}

/** The score that a row changes most is marked, and so is the change of the row that changes most of all. */
export function exclusionRows({ conditions, rows }: ExclusionsResult): readonly ResultRow[] {
  const most = Math.max(0, ...rows.map(sizeOfChange));
  return rows.map((row) => ({
    key: `${row.kind} ${row.reason ?? ''}`, name: rowName(row),
    cells: [
      { text: String(row.sessions) }, changeCell(row, most),
      ...row.scores.map((score, index): Cell => ({ ...estimateCell(score, 'share'), isMarked: sizeOfChange(row) > 0 && row.largestChange?.conditionId === conditions[index]?.id })),
    ],
  }));
}

function changeCell(row: Row, most: number): Cell {
  if (row.kind === 'all' || row.largestChange === null) return { text: '–' };
  return { text: formatDifference(row.largestChange.change), isMarked: sizeOfChange(row) > 0 && sizeOfChange(row) === most };
}

function sizeOfChange({ largestChange }: Row): number {
  return Math.abs(largestChange?.change ?? 0);
}

/** One condition's score by each row. */
export function exclusionFigureRows({ conditions, rows }: ExclusionsResult, conditionId: string): readonly ScoreRow[] {
  const index = conditions.findIndex(({ id }) => id === conditionId);
  return rows.map((row) => {
    const { estimate, interval } = row.scores[index] ?? { estimate: null, interval: null };
    return {
      label: `${rowName(row)} (${row.sessions})`, heading: '', isReference: row.kind === 'all', estimate, interval,
      text: estimate === null ? 'no answers' : `${formatShare(estimate)}${interval === null ? '' : ` ${formatInterval(interval)}`}`,
    };
  });
}

export function exclusionNotes({ rows }: ExclusionsResult): readonly MethodNote[] {
  return [...methodNotes('Scores', rows.flatMap(({ scores }) => scores)), { what: 'Largest change', text: 'Of a condition’s score against the one with all rules.' }];
}
