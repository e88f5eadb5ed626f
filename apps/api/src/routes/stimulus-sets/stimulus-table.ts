import type { Issue } from '@lookalike/errors';
import { readTable, type TableRow } from '../../tables/read-table.ts';

/** One row: which files belong together, and under which condition. */
export interface StimulusRow {
  /** Where it is, for issues: `stimuli.csv:12`. */
  readonly at: string;
  readonly target: string;
  readonly stimulus: string;
  readonly seed: string | null;
  readonly condition: string;
  readonly factors: Readonly<Record<string, string>>;
  readonly label: string | null;
  /** A registered network's name. */
  readonly network: string | null;
  /** Null: the network's default layer. */
  readonly layer: string | null;
}

const factorPrefix = 'factor_';
const maximumLength = 200;

/** Reads a table of stimuli: columns target, stimulus, condition; seed, label, network, layer and factor_<name> where they are wanted. */
export function readStimulusTable(bytes: Uint8Array, name: string): { readonly rows: readonly StimulusRow[]; readonly issues: readonly Issue[] } {
  const table = readTable(bytes, name, { required: ['target', 'stimulus', 'condition'], optional: ['seed', 'label', 'network', 'layer'], prefix: factorPrefix });
  const isWhole = table.issues.every(({ code }) => code === 'table.row_uneven');
  // With columns of other names the rows mean nothing.
  if (!isWhole) return { rows: [], issues: table.issues };
  if (table.rows.length === 0) return { rows: [], issues: [...table.issues, { path: name, code: 'stimuli.none', message: 'The table has no rows.', fix: 'Write one row for each stimulus.' }] };
  const rows = table.rows.map(rowOf);
  return { rows, issues: [...table.issues, ...rows.flatMap((row, i) => issuesOfRow(row, table.rows[i]!)), ...issuesBetween(rows)] };
}

function rowOf({ at, cells }: TableRow): StimulusRow {
  const text = (column: string): string => cells.get(column) ?? '';
  return {
    at,
    target: text('target'),
    stimulus: text('stimulus'),
    seed: text('seed') || null,
    condition: text('condition'),
    factors: Object.fromEntries([...cells].filter(([column]) => column.startsWith(factorPrefix)).map(([column, value]) => [column.slice(factorPrefix.length), value])),
    label: text('label') || null,
    network: text('network') || null,
    layer: text('layer') || null,
  };
}

function issuesOfRow({ at, network, layer }: StimulusRow, { cells }: TableRow): readonly Issue[] {
  return [
    ...['target', 'stimulus', 'condition'].filter((column) => cells.get(column) === '').map((column) => ({ path: at, code: 'stimuli.cell_missing', message: `The cell "${column}" is empty.`, fix: 'Fill it, or take the row out.' })),
    ...[...cells].filter(([, value]) => value.length > maximumLength).map(([column, value]) => ({ path: at, code: 'stimuli.cell_too_long', message: `The cell "${column}" has ${value.length} characters.`, fix: `Keep it to ${maximumLength}.` })),
    ...(layer !== null && network === null ? [{ path: at, code: 'stimuli.network_missing', message: 'The row names a layer but no network.', fix: 'Name the network too, or take the layer out.' }] : []),
  ];
}

/** What a condition is must be the same in all of its rows, and no two rows may be. */
function issuesBetween(rows: readonly StimulusRow[]): readonly Issue[] {
  const issues: Issue[] = [];
  const firstOf = new Map<string, StimulusRow>();
  const seen = new Map<string, StimulusRow>();
  for (const row of rows) {
    const { at, condition, target, stimulus, seed } = row;
    const first = firstOf.get(condition) ?? row;
    firstOf.set(condition, first);
    if (meaningOf(first) !== meaningOf(row)) issues.push({ path: at, code: 'stimuli.condition_differs', message: `The condition "${condition}" has other factors, another network or another layer than in ${first.at}.`, fix: 'Give a condition the same in all of its rows, or give it another name.' });
    const key = JSON.stringify([condition, target, stimulus, seed]);
    const same = seen.get(key);
    seen.set(key, same ?? row);
    if (same !== undefined) issues.push({ path: at, code: 'stimuli.row_repeated', message: `It says the same as ${same.at}.`, fix: 'Take one of them out.' });
  }
  return issues;
}

function meaningOf({ factors, network, layer }: StimulusRow): string {
  return JSON.stringify([factors, network, layer]);
}
