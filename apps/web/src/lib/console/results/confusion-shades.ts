export interface ConfusionRow {
  /** The right label. */
  readonly label: string;
  readonly total: number;
  /** In the order of the columns. */
  readonly cells: readonly { readonly chosen: string; readonly count: number; readonly share: number; readonly isRight: boolean }[];
}

/** A confusion table for showing: shares of each row, so that labels with few answers are read as well as those with many. */
export function confusionRows(labels: readonly string[], rows: readonly { readonly label: string; readonly counts: Readonly<Record<string, number>> }[]): readonly ConfusionRow[] {
  return rows.map(({ label, counts }) => {
    const total = labels.reduce((sum, chosen) => sum + (counts[chosen] ?? 0), 0);
    return { label, total, cells: labels.map((chosen) => ({ chosen, count: counts[chosen] ?? 0, share: total === 0 ? 0 : (counts[chosen] ?? 0) / total, isRight: chosen === label })) };
  });
}
