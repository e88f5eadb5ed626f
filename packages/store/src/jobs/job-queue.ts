import PgBoss from 'pg-boss';
import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { StoreError } from '../store-error.ts';
import { auditStimuli } from './audit-stimuli.job.ts';
import { generateIris } from './generate-iris.job.ts';
import { measureImageSet } from './measure-image-set.job.ts';
import { proveNetwork } from './prove-network.job.ts';
import type { JobDefinition } from './job.ts';

/** What the queue tells besides its results; pino's logger fits. */
export interface JobQueueLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What a handler is told besides its payload. */
export interface JobContext {
  readonly jobId: string;
}

export interface JobQueue {
  /**
   * Asks for a job. Returns its id, or undefined where an equal one is waiting already.
   * @throws StoreError store.job_payload_invalid
   */
  send<Payload extends TSchema>(job: JobDefinition<Payload>, payload: Static<Payload>): Promise<string | undefined>;
  /**
   * Handles jobs of one kind, one after another. A handler that throws has its job tried again by the definition's policy.
   * A payload that does not fit its schema, or is of another version, is logged and left alone.
   */
  work<Payload extends TSchema>(job: JobDefinition<Payload>, handler: (payload: Static<Payload>, context: JobContext) => Promise<void>): Promise<void>;
  /** Takes no more jobs, waits for those under way up to `timeoutMs` (default 10 s), and disconnects. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/** Every kind of work there is. */
export const JOBS: readonly JobDefinition[] = [generateIris, measureImageSet, proveNetwork, auditStimuli];

const Envelope = Type.Object({ version: Type.Integer(), payload: Type.Unknown() }, { additionalProperties: false });

/** How often a worker looks for work; pg-boss's least. The embedded database passes no notifications on. */
const POLLING_SECONDS = 0.5;
const CONNECTIONS = 3;
const PREPARE_ATTEMPTS = 10;
/** @see PostgreSQL manual, appendix A */
const DEADLOCK_DETECTED = '40P01';
const STOP_TIMEOUT_MS = 10_000;

/**
 * Opens the job queue: pg-boss in the same database, schema `pgboss`, which it creates and upgrades by itself.
 * @param options.log gets what nobody waits for: jobs that nobody knows, and errors of the queue's own upkeep.
 */
export async function openJobQueue(databaseUrl: string, options: { readonly log: JobQueueLog; readonly worker?: boolean }): Promise<JobQueue> {
  const { log, worker = false } = options;
  const boss = new PgBoss({ connectionString: databaseUrl, max: CONNECTIONS, application_name: 'lookalike jobs', supervise: worker, schedule: false });
  boss.on('error', (error) => log.error({ err: error }, 'the job queue reports an error'));
  await boss.start();
  for (const job of JOBS) await prepareQueue(boss, job);
  await reportUnknownQueues(boss, log);

  return {
    send: async (job, payload) => {
      if (!Value.Check(job.payload, payload)) {
        const reasons = Value.Errors(job.payload, payload).map(({ instancePath, message }) => `${instancePath === '' ? '(payload)' : instancePath} ${message}`);
        throw new StoreError('store.job_payload_invalid', `The payload for job ${job.name} does not fit: ${reasons.join('; ')}.`, { job: job.name });
      }
      const key = job.key?.(payload);
      const id = await boss.send(job.name, { version: job.version, payload }, key === undefined ? {} : { singletonKey: key });
      return id ?? undefined;
    },
    work: async (job, handler) => {
      await boss.work<unknown>(job.name, { batchSize: 1, pollingIntervalSeconds: POLLING_SECONDS }, async (batch) => {
        for (const { id, data } of batch) {
          const payload = openEnvelope(job, data);
          if (payload === undefined) log.warn({ job: job.name, jobId: id, version: job.version }, 'left a job alone: its payload is of another version or shape');
          else await handler(payload.value, { jobId: id });
        }
      });
    },
    close: async ({ timeoutMs = STOP_TIMEOUT_MS } = {}) => {
      await boss.stop({ graceful: true, wait: true, timeout: timeoutMs });
    },
  };
}

function openEnvelope<Payload extends TSchema>(job: JobDefinition<Payload>, data: unknown): { readonly value: Static<Payload> } | undefined {
  if (!Value.Check(Envelope, data) || data.version !== job.version) return undefined;
  const { payload } = data;
  return Value.Check(job.payload, payload) ? { value: payload } : undefined;
}

async function prepareQueue(boss: PgBoss, job: JobDefinition): Promise<void> {
  const options: PgBoss.Queue = {
    name: job.name,
    // "short": at most one waiting job per key.
    policy: job.key === undefined ? 'standard' : 'short',
    retryLimit: job.retry.limit,
    retryDelay: job.retry.delaySeconds,
    retryBackoff: job.retry.backoff,
    expireInSeconds: job.expireInSeconds,
  };
  for (let attempt = 1; ; attempt++) {
    try {
      if ((await boss.getQueue(job.name)) === null) await boss.createQueue(job.name, options);
      else await boss.updateQueue(job.name, options);
      return;
    } catch (error) {
      // Making a queue alters tables: two processes that start at once may deadlock, and PostgreSQL ends one of them.
      if ((error as { code?: unknown }).code !== DEADLOCK_DETECTED || attempt === PREPARE_ATTEMPTS) throw error;
    }
  }
}

/** Queues that an older or newer version left behind: said once, so that nobody waits for them in silence. */
async function reportUnknownQueues(boss: PgBoss, log: JobQueueLog): Promise<void> {
  for (const { name } of await boss.getQueues()) {
    if (JOBS.some((job) => job.name === name)) continue;
    const waiting = await boss.getQueueSize(name);
    if (waiting > 0) log.warn({ job: name, waiting }, 'jobs of a kind that this version does not know are waiting; nobody here will do them');
  }
}
