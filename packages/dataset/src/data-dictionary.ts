import type { Column } from './column.ts';
import { LINE_END, quoted } from './csv-cell.ts';
import { trialColumns } from './trial-columns.ts';

const header = ['column', 'type', 'unit', 'minimum', 'maximum', 'allowed_values', 'meaning', 'empty_when'];

/** The data dictionary as CSV: a line per column of the trial table. */
export function dataDictionaryCsv(): string {
  const lines = Object.entries(trialColumns).map(([name, column]: [string, Column]) => [
    name,
    column.type,
    column.unit ?? '',
    column.minimum?.toString() ?? '',
    column.maximum?.toString() ?? '',
    column.allowed?.join(' | ') ?? '',
    column.meaning,
    column.missing ?? '',
  ]);
  return [header, ...lines].map((cells) => cells.map(quoted).join(',') + LINE_END).join('');
}
