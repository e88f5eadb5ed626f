import { MOST_RATERS, type Cost, type PlanOption } from '@lookalike/alignment';
import { achievedInWords } from '@lookalike/report';

export interface PlanRow {
  readonly option: PlanOption;
  /** Absent where no number of raters is enough. */
  readonly cost?: Cost;
}

/** A plan as lines: raters, time and money for each number of targets. */
export function planTable(rows: readonly PlanRow[]): string[] {
  const cells = rows.map(({ option, cost }) => [
    String(option.targets), String(option.perRater), option.raters === null ? '–' : String(option.raters), achievedInWords(option.achieved),
    cost === undefined ? '–' : cost.minutesPerRater.toFixed(1), cost === undefined ? '–' : cost.hours.toFixed(1), cost === undefined || cost.total === 0 ? '–' : cost.total.toFixed(2),
  ]);
  const header = ['targets', 'per rater', 'raters', 'achieves', 'min each', 'hours', 'cost'];
  const widths = header.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string => row.map((cell, column) => (column === 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ').trimEnd();
  const isHopeless = rows.some(({ option: { raters } }) => raters === null);
  return [line(header), ...cells.map(line), ...(isHopeless ? ['', `–: with so few targets not even ${MOST_RATERS} raters are enough, as targets differ too.`] : [])];
}
