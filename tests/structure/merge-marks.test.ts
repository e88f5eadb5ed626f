import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it('no file holds the marks of a merge that was not finished', () => {
  const pattern = `^(${'<'.repeat(7)} |${'>'.repeat(7)} )`;
  let found = '';
  try {
    found = execFileSync('git', ['grep', '-IlE', pattern], { cwd: root, encoding: 'utf8' });
  } catch (error) {
    if ((error as { status?: number }).status !== 1) throw error; // 1: nothing found.
  }
  expect(found).toBe('');
});
