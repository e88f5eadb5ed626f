import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startEmbeddedDatabase } from './embedded-database.ts';
import { reachDatabase } from './reach-database.ts';
import { migratedDump } from './testing/test-database.ts';

it('finds the embedded database through the process that has it, else starts it; DATABASE_URL comes first', async () => {
  const databaseDirectory = await mkdtemp(path.join(os.tmpdir(), 'lookalike-reach-'));
  try {
    const running = await startEmbeddedDatabase({ directory: databaseDirectory, dump: await migratedDump() });
    expect(await reachDatabase({ databaseUrl: undefined, databaseDirectory })).toMatchObject({ databaseUrl: running.databaseUrl, isServedByAnother: true });
    expect(await reachDatabase({ databaseUrl: 'postgresql://elsewhere', databaseDirectory })).toMatchObject({ databaseUrl: 'postgresql://elsewhere', isServedByAnother: false });
    await running.close();
    const started = await reachDatabase({ databaseUrl: undefined, databaseDirectory });
    expect(started.isServedByAnother).toBe(false);
    await started.close();
  } finally {
    await rm(databaseDirectory, { recursive: true });
  }
});
