import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ServiceLog } from './service-log.ts';

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

it.skipIf(!existsSync('/dev/full'))('a full disk costs lines, is said once, and what comes after it is written again', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'lookalike-log-')), 'api.log');
  symlinkSync('/dev/full', file);
  const said: string[] = [];
  let clock = 0;
  const log = new ServiceLog({ file, say: (line) => said.push(line), now: () => clock });
  for (let failure = 0; failure < 3; failure++) {
    log.write('lost');
    await until(() => said.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 20)); // Later failures say nothing that could be waited for.
    clock += 10_000;
  }
  expect(said).toEqual([expect.stringMatching(/api\.log cannot be written \(.*ENOSPC/)]);

  rmSync(file); // There is space again.
  log.write('kept');
  log.close();
  await until(() => existsSync(file) && readFileSync(file, 'utf8') === 'kept\n');
});
