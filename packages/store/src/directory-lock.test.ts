import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDirectory } from './directory-lock.ts';

let directory = '';
beforeEach(async () => void (directory = await mkdtemp(path.join(os.tmpdir(), 'lookalike-lock-'))));
afterEach(() => rm(directory, { recursive: true }));

const leave = (content: unknown): Promise<void> => writeFile(path.join(directory, 'owner.json'), JSON.stringify(content));

it('a folder has one owner, until that one releases it', async () => {
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'store.database_in_use', details: { pid: process.pid } });
  await lock.release();
  await (await lockDirectory(directory)).release();
  expect(await readdir(directory)).toEqual([]);
});

it('of ten that try at once, one gets it, over a dead owner\'s lock too', async () => {
  for (let round = 0; round < 30; round++) {
    await leave({ pid: 2 ** 22 + 1, round });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockDirectory(directory)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(directory)).toEqual(['owner.json']);
  }
});

it('who died while taking a dead owner’s place is succeeded too', async () => {
  const dead = (token: string): string => JSON.stringify({ pid: 2 ** 22 + 1, token });
  const after = (content: string): string => path.join(directory, `owner.json.after-${createHash('sha256').update(content).digest('hex').slice(0, 16)}`);
  await writeFile(path.join(directory, 'owner.json'), dead('first'));
  await writeFile(after(dead('first')), dead('second'));
  const lock = await lockDirectory(directory);
  expect(await readdir(directory)).toEqual(['owner.json']);
  await lock.release();
  expect(await readdir(directory)).toEqual([]);
});

it.each([
  ['is gone', { pid: 2 ** 22 + 1 }],
  ['has its pid no longer, another process has it', { pid: process.pid, startTicks: '1' }],
  ['never was one', 'not a lock'],
])('a lock whose owner %s does not count', async (_, content) => {
  await leave(content);
  await (await lockDirectory(directory)).release();
});

it('the lock of a process that lives counts, whoever it belongs to', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  await leave({ pid: other.pid });
  await expect(lockDirectory(directory)).rejects.toThrow(`in use by process ${other.pid}`);
  other.kill('SIGKILL');
  await once(other, 'close');
  await (await lockDirectory(directory)).release();
});
