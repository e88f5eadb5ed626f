import { rowsToCsv } from './rows-to-csv.ts';
import { trialColumns, type TrialRow } from './trial-columns.ts';

/** The table of trials as CSV. @see rowsToCsv for the format and what is thrown */
export function trialRowsToCsv(rows: AsyncIterable<TrialRow> | Iterable<TrialRow>): AsyncGenerator<string, void, undefined> {
  return rowsToCsv(trialColumns, rows);
}
