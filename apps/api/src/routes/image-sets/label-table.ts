import type { Issue } from '@lookalike/errors';
import { readTable } from '../../tables/read-table.ts';
import { findByPath } from './find-by-path.ts';

/** What a row says of an image. */
export interface LabelRow {
  readonly label: string | null;
  readonly attribution: string;
  readonly licence: string;
  readonly source: string;
}

export interface LabelTable {
  /** By path. */
  readonly rows: ReadonlyMap<string, LabelRow>;
  /** Whether it says what images show; then folders do not. */
  readonly hasLabels: boolean;
  readonly issues: readonly Issue[];
}

const noTable: LabelTable = { rows: new Map(), hasLabels: false, issues: [] };
const maximumLength = 2000;

/**
 * Reads a table of images: columns file, label, attribution, licence, source.
 * @param paths of all files that were sent
 * @param leftOut paths of files that were not sent on purpose; rows about them are passed over
 */
export function readLabelTable(bytes: Uint8Array | undefined, name: string, { paths, leftOut }: { readonly paths: readonly string[]; readonly leftOut: ReadonlySet<string> }): LabelTable {
  if (bytes === undefined) return noTable;
  const table = readTable(bytes, name, { required: ['file'], optional: ['label', 'attribution', 'licence', 'source'] });
  const issues = [...table.issues];
  const rows = new Map<string, LabelRow>();
  // With columns of other names the rows mean nothing.
  if (!table.columns.includes('file')) return { ...noTable, issues };
  const present = paths.map((path) => ({ path }));
  const absent = [...leftOut].map((path) => ({ path }));
  for (const { at, cells } of table.rows) {
    const file = cells.get('file') ?? '';
    const found = file === '' ? undefined : findByPath(present, file);
    if (found === undefined && findByPath(absent, file) !== undefined) continue;
    const long = [...cells].find(([, text]) => text.length > maximumLength);
    if (found === undefined) issues.push({ path: at, code: 'images.label_of_missing_file', message: `There is no file "${file}".`, fix: 'Send the file too, or take the row out. Names are with their folders, and capitals count.' });
    else if (found === 'several') issues.push({ path: at, code: 'images.label_ambiguous', message: `Several files are called "${file}".`, fix: 'Write it with its folders.' });
    else if (rows.has(found.path)) issues.push({ path: at, code: 'images.label_repeated', message: `"${found.path}" has a row already.`, fix: 'Keep one of them.' });
    else if (long !== undefined) issues.push({ path: at, code: 'images.label_too_long', message: `The cell "${long[0]}" has ${long[1].length} characters.`, fix: `Keep it to ${maximumLength}.` });
    else rows.set(found.path, { label: cells.get('label') || null, attribution: cells.get('attribution') ?? '', licence: cells.get('licence') ?? '', source: cells.get('source') ?? '' });
  }
  return { rows, hasLabels: table.columns.includes('label'), issues };
}
