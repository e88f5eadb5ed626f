import { randomUUID } from 'node:crypto';
import PgBoss from 'pg-boss';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases, type TestDatabase } from '../testing/test-database.ts';
import { generateIris } from './generate-iris.job.ts';
import { openJobQueue, type JobQueue, type JobQueueLog } from './job-queue.ts';
import { defineJob } from './job.ts';

describe.each(testDatabases())('the job queue on the $name', ({ create }) => {
  if (create === undefined) return void it.skip('needs a server', () => undefined);

  let database: TestDatabase;
  const logged: string[] = [];
  const log: JobQueueLog = { warn: (_, message) => void logged.push(message), error: (details, message) => void logged.push(`${message} ${JSON.stringify(details)}`) };
  const opened: JobQueue[] = [];
  const open = async (worker: boolean): Promise<JobQueue> => {
    const queue = await openJobQueue(database.databaseUrl, { log, worker });
    opened.push(queue);
    return queue;
  };
  beforeAll(async () => void (database = await create()));
  afterAll(async () => {
    await Promise.all(opened.map((queue) => queue.close()));
    await database.close();
  });

  it('is made once when several processes open it at the same time', async () => {
    await Promise.all([open(false), open(true), open(true)]);
    expect(logged).toEqual([]);
  });

  it('gives each job to one of two workers, and keeps one of several equal ones that wait', async () => {
    const producer = await open(false);
    const runIds = Array.from({ length: 6 }, () => randomUUID());
    for (const runId of runIds) {
      expect(await producer.send(generateIris, { runId })).toEqual(expect.any(String));
      expect(await producer.send(generateIris, { runId })).toBeUndefined();
    }
    const done: string[] = [];
    await new Promise<void>((resolve) => {
      const handler = async ({ runId }: { runId: string }): Promise<void> => {
        done.push(runId);
        if (done.length === runIds.length) resolve();
      };
      void open(true).then((worker) => worker.work(generateIris, handler));
      void open(true).then((worker) => worker.work(generateIris, handler));
    });
    expect(done.sort()).toEqual(runIds.sort());
    await Promise.all(opened.splice(-2).map((queue) => queue.close()));
  });

  it('tries a job again that failed for reasons outside it', async () => {
    const queue = await open(true);
    const runId = randomUUID();
    let tries = 0;
    await new Promise<void>((resolve) => {
      void queue.work(generateIris, async (payload) => {
        tries++;
        if (tries === 1) throw new Error('the database went away');
        expect(payload).toEqual({ runId });
        resolve();
      });
      void queue.send(generateIris, { runId });
    });
    expect(tries).toBe(2);
    await opened.pop()?.close();
  });

  it('refuses to send what the definition does not describe, and leaves alone what comes in another shape', async () => {
    const queue = await open(true);
    await expect(queue.send(generateIris, { runId: 'not a uuid' })).rejects.toMatchObject({ code: 'store.job_payload_invalid', message: expect.stringContaining('/runId') });
    const handled: unknown[] = [];
    await queue.send(defineJob({ ...generateIris, version: 2 }), { runId: randomUUID() });
    await queue.send(defineJob({ ...generateIris, payload: Type.Object({ run: Type.String() }), key: ({ run }) => run }), { run: 'in another shape' });
    const runId = randomUUID();
    await queue.send(generateIris, { runId });
    await new Promise<void>((resolve) => void queue.work(generateIris, async (payload) => (handled.push(payload), resolve())));
    expect(handled).toEqual([{ runId }]);
    expect(logged.filter((message) => message.includes('another version'))).toHaveLength(2);
    await opened.pop()?.close();
  });

  it('says which jobs wait that nobody here knows', async () => {
    const foreign = new PgBoss({ connectionString: database.databaseUrl, schedule: false, supervise: false });
    await foreign.start();
    await foreign.createQueue('paint-pictures');
    await foreign.send('paint-pictures', {});
    await foreign.stop({ graceful: false });
    await open(false);
    expect(logged.some((message) => message.includes('does not know'))).toBe(true);
  });
});
