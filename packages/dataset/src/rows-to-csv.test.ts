import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsToCsv, tablesOf, unguarded, type Column, type Row } from './index.ts';
import { csvCell } from './csv-cell.ts';
import { exampleRow, exampleShape } from '../fixtures/example-row.ts';

const { columns } = tablesOf(exampleShape).trials;

async function csvOf(rows: AsyncIterable<Row> | Iterable<Row>): Promise<string> {
  let text = '';
  for await (const chunk of rowsToCsv(columns, rows)) text += chunk;
  return text;
}

/** As a stranger reads it: bytes, strict RFC 4180, the first line names the columns. */
const parsed = (text: string): Record<string, string>[] => parse(Buffer.from(text, 'utf8'), { columns: true, record_delimiter: '\r\n', skip_empty_lines: false });

/** The value that a cell stands for, by its column's declaration alone. */
function valueOf({ type }: Column, cell: string): unknown {
  if (cell === '') return undefined;
  switch (type) {
    case 'text': return unguarded(cell);
    case 'integer':
    case 'number': return Number(cell);
    case 'boolean': return cell === 'true';
    case 'date-time': return new Date(cell);
  }
}

const hostile = fc.oneof(
  // Letters, quotes, separators, line ends, formulas, white space, BOM, NUL, other planes.
  fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\r', '\n', '\t', ' ', "'", '=', '+', '-', '@', '|', '\u0000', '\uFEFF', 'é', '猫', '🐈', '＝'), minLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom('=1+1', "'=1", "''-1", '-1', '+49', '@SUM(A1)', '\t=1', "it's", '"', '""', ',', '\r\n', 'null', 'NA'),
);

function someValue({ type, allowed, minimum, maximum, missing }: Column): fc.Arbitrary<unknown> {
  const limits = { min: minimum ?? -1e9, max: maximum ?? 1e9 };
  const present: fc.Arbitrary<unknown> =
    allowed !== undefined ? fc.constantFrom(...allowed)
    : type === 'text' ? hostile
    : type === 'integer' ? fc.integer(limits)
    : type === 'number' ? fc.double({ min: minimum ?? -Number.MAX_VALUE, max: maximum ?? Number.MAX_VALUE, noNaN: true, noDefaultInfinity: true })
    : type === 'boolean' ? fc.boolean()
    : fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
  return missing === undefined ? present : fc.option(present, { nil: undefined });
}

// The cast is sound: every column is drawn by its own declaration.
const someRow = fc.record(Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, someValue(column)]))) as fc.Arbitrary<Row>;

describe('rowsToCsv', () => {
  it('gives the same rows back when another parser reads it, whatever the texts', async () => {
    await fc.assert(fc.asyncProperty(fc.array(someRow, { maxLength: 6 }), async (rows) => {
      const read = parsed(await csvOf(rows)).map((cells) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, valueOf(column, cells[name] ?? 'no such column')])));
      // -0 is written as 0.
      expect(read).toEqual(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Object.is(value, -0) ? 0 : value]))));
    }), { numRuns: 300 });
  });

  it('never lets a text cell begin like a formula', async () => {
    await fc.assert(fc.asyncProperty(hostile, async (text) => {
      expect(parsed(await csvOf([{ ...exampleRow, participant_id: text }]))[0]!['participant_id']).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
    }));
  });

  it('writes names, texts and times as documented', async () => {
    const [header, line, ...rest] = (await csvOf([exampleRow])).split('\r\n');
    expect(header!.split(',').slice(0, 5)).toEqual(['trial_id', 'study_id', 'study_version', 'configuration_hash', 'participant_id']);
    expect(line).toContain(',"Chelsea, the cat",');
    expect(line).toContain(',2026-01-02T03:04:05.678Z,');
    expect(rest).toEqual(['']);
  });

  it('quotes white space at the ends, which some readers trim', () => {
    expect([' a', 'a ', 'a b'].map((text) => csvCell('x', { type: 'text', meaning: '' }, text))).toEqual(['" a"', '"a "', 'a b']);
  });

  it('writes a negative number as a number', () => {
    expect(csvCell('x', { type: 'number', meaning: '' }, -1.5e-7)).toBe('-1.5e-7');
    expect(csvCell('x', { type: 'text', meaning: '' }, '-1.5')).toBe("'-1.5");
  });

  it('writes the header when there are no rows', async () => {
    expect(await csvOf([])).toBe(`${Object.keys(columns).join(',')}\r\n`);
  });

  it('streams: a chunk comes before the last row has been asked for', async () => {
    let asked = 0;
    async function* rows(): AsyncGenerator<Row> {
      for (; asked < 5000; asked++) yield exampleRow;
    }
    const first = await rowsToCsv(columns, rows()).next();
    expect([first.done, asked < 1000]).toEqual([false, true]);
  });

  it.each<[string, Partial<Row>, RegExp]>([
    ['a number that is not finite', { response_time_ms: Number.NaN }, /Column response_time_ms: got NaN. Expected a finite number from 0/],
    ['a negative count', { focus_loss_count: -1 }, /Column focus_loss_count: got -1. Expected a whole number from 0/],
    ['a share above 1', { null_percentile: 1.1 }, /from 0 to 1/],
    ['an invalid date', { presented_at: new Date(Number.NaN) }, /Column presented_at.*valid Date/],
    ['a word that is not allowed', { chosen_side: 'middle' }, /"middle". Expected one of left, right/],
    ['a required value that is missing', { session_id: undefined }, /Column session_id: it is missing/],
  ])('refuses %s, naming the column', async (_, change, message) => {
    await expect(csvOf([{ ...exampleRow, ...change }])).rejects.toThrow(message);
  });
});
