import { readFile } from 'node:fs/promises';
import { alertKinds } from '@lookalike/store';
import { expect, it } from 'vitest';

it('the table of docs/alerts.md has a row for every kind of alert, and no other', async () => {
  const text = await readFile(new URL('../../../../../docs/alerts.md', import.meta.url), 'utf8');
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith('| Kind |'));
  const rows = lines.slice(head + 2, lines.findIndex((line, index) => index > head && !line.startsWith('|')));
  const kinds = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z_]+)`/g)].map(([, kind]) => kind));
  expect(kinds.sort()).toEqual([...alertKinds].sort());
});
