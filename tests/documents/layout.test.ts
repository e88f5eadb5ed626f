import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const layout = readFileSync(join(root, 'docs', 'layout.md'), 'utf8');

it('every file that the layout names on the way of an answer is there', () => {
  const named = [...layout.matchAll(/`((?:packages|apps)\/[^`]+)`/g)].map(([, file]) => file ?? '');
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
