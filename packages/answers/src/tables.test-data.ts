import { rowsToCsv, tablesOf, type Row, type TableName } from '@lookalike/dataset';
import { parse } from 'csv-parse/sync';
import { commentRows, conditionRows, imageRows, itemRows, networkRows, sessionRow, stimulusRows, tableShapeOf, trialRow, type JudgedSession, type RowContext } from './index.ts';

/** For tests: every table as the text that leaves. */
export async function csvTables(sessions: readonly JudgedSession[], context: RowContext): Promise<Record<TableName, string>> {
  const tables = tablesOf(tableShapeOf(context.study));
  const rows: Record<TableName, readonly Row[]> = {
    trials: sessions.flatMap((judged) => judged.trials.map((trial) => trialRow(judged, trial, context))),
    items: sessions.flatMap((judged) => judged.trials.flatMap((trial) => itemRows(judged, trial, context))),
    sessions: sessions.map((judged) => sessionRow(judged, context)),
    stimuli: [...stimulusRows(context)],
    conditions: conditionRows(context),
    networks: networkRows(context),
    images: imageRows(context),
    comments: sessions.flatMap(commentRows),
  };
  const texts: [string, string][] = [];
  for (const { name, columns } of Object.values(tables)) {
    let text = '';
    for await (const chunk of rowsToCsv(columns, rows[name])) text += chunk;
    texts.push([name, text]);
  }
  return Object.fromEntries(texts) as Record<TableName, string>;
}

/** For tests: a table as a stranger reads it. */
export function cellsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  return parse(csv, { columns: true, record_delimiter: '\r\n' });
}
