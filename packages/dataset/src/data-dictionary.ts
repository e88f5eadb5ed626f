import { LINE_END, quoted } from './csv-cell.ts';
import type { Table } from './tables.ts';

const header = ['table', 'column', 'type', 'unit', 'minimum', 'maximum', 'allowed_values', 'meaning', 'empty_when'];

/** The data dictionary as CSV: a line for each column of each of the tables. */
export function dataDictionaryCsv(tables: readonly Table[]): string {
  const lines = tables.flatMap(({ name: table, columns }) => Object.entries(columns).map(([name, column]) => [
    table,
    name,
    column.type,
    column.unit ?? '',
    column.minimum?.toString() ?? '',
    column.maximum?.toString() ?? '',
    column.allowed?.join(' | ') ?? '',
    column.meaning,
    column.missing ?? '',
  ]));
  return [header, ...lines].map((cells) => cells.map(quoted).join(',') + LINE_END).join('');
}
