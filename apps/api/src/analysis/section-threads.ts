import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { ApiError } from '../http/api-error.ts';
import type { SectionJob, SectionRunner, Watch } from './section-job.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

export interface ThreadOptions {
  /** The bundle of `section-thread.ts`. */
  readonly entry: URL;
  readonly atOnce: number;
  /** Heap of a thread. A thread that needs more fails its job, not the server. */
  readonly memoryMb?: number;
}

/** 64,000 rows take a tenth of it. */
const MEMORY_MB = 2048;

/**
 * Computes each section in a thread of its own, so that the server answers meanwhile. The thread ends with its job: nothing of one
 * study is left for the next, and what nobody waits for is stopped at once.
 */
export function sectionThreads({ entry, atOnce, memoryMb = MEMORY_MB }: ThreadOptions): SectionRunner {
  return {
    // The statistics are what the bundle is made of: nobody has to count up a number when they change.
    version: createHash('sha256').update(readFileSync(entry)).digest('hex').slice(0, 16),
    atOnce,
    run: async (job, watch) => {
      watch.signal.throwIfAborted();
      const worker = new Worker(entry, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
      try {
        return await converse(worker, job, watch);
      } finally {
        await worker.terminate();
      }
    },
  };
}

async function converse(worker: Worker, { sessions, section, settings, facts }: SectionJob, { report, signal }: Watch): Promise<string> {
  const answers: FromThread[] = [];
  let wake = (): void => undefined;
  const ended = new Promise<never>((_, reject) => {
    worker.once('error', (error: NodeJS.ErrnoException) => reject(failureOf(error, section)));
    worker.once('exit', () => reject(interrupted(section)));
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  ended.catch(() => undefined); // It may come while the next page is being read.
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'progress') return report(message.share);
    answers.push(message);
    wake();
  });
  const ask = async (message: ToThread): Promise<FromThread> => {
    worker.postMessage(message);
    const answered = new Promise<void>((resolve) => (wake = resolve));
    await Promise.race([answered, ended]);
    return answers.shift() as FromThread; // It was woken by one.
  };
  await ask({ kind: 'question', question: { section, settings, facts } });
  for await (const page of sessions) await ask({ kind: 'sessions', page });
  const answer = await ask({ kind: 'finish' });
  if (answer.kind === 'unfit') throw new ApiError('analysis.unfit', answer.message);
  if (answer.kind !== 'result') throw new Error(`A thread answered "${answer.kind}" to the end of a section.`);
  return answer.json;
}

function failureOf(cause: NodeJS.ErrnoException, section: string): ApiError {
  if (cause.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new ApiError('analysis.out_of_memory', `"${section}" needs more memory than a thread of this server has.`, { fix: 'Export the data set and run `lookalike analyse` where there is more memory.', cause });
  }
  return new ApiError('analysis.failed', `"${section}" could not be computed. Why is in the server’s log.`, { fix: 'Tell the operator; the data set and the other sections do not depend on it.', cause });
}

function interrupted(section: string): ApiError {
  return new ApiError('analysis.interrupted', `The thread that computed "${section}" ended before it was done.`, { fix: 'Ask again in a minute.' });
}
