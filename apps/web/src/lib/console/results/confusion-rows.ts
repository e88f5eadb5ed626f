import type { ConfusionTable } from './results-view.ts';

export interface ConfusionRow {
  /** The right label. */
  readonly label: string;
  /** Answers in time. */
  readonly total: number;
  readonly unanswered: number;
  /** In the order of the labels. */
  readonly cells: readonly { readonly said: string; readonly count: number; readonly share: number; readonly isRight: boolean }[];
}

/** A confusion table for showing: shares of each row, so that labels with few answers are read as well as those with many. */
export function confusionRows({ labels, counts, unanswered }: Pick<ConfusionTable, 'labels' | 'counts' | 'unanswered'>): readonly ConfusionRow[] {
  return labels.map((label, row) => {
    const ofRow = counts[row] ?? [];
    const total = ofRow.reduce((sum, count) => sum + count, 0);
    return {
      label,
      total,
      unanswered: unanswered[row] ?? 0,
      cells: labels.map((said, column) => ({ said, count: ofRow[column] ?? 0, share: total === 0 ? 0 : (ofRow[column] ?? 0) / total, isRight: column === row })),
    };
  });
}
