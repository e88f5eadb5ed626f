import { generateIris, requeueAbandonedRuns, type JobQueue, type Store } from '@lookalike/store';
import type { Logger } from 'pino';
import { pause } from './lease-keeper.ts';
import { queuedForMs, sweepEveryMs } from './timing.ts';

/**
 * Looks, until the signal aborts, for runs that nobody tells of any more: those whose worker died and those whose job
 * was lost. Every worker does it; that several find the same run does no harm.
 */
export async function sweepAbandonedRuns({ store, queue, log, signal }: { readonly store: Store; readonly queue: JobQueue; readonly log: Logger; readonly signal: AbortSignal }): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const { runId, abandoned } of await requeueAbandonedRuns(store.prisma, { queuedForMs })) {
        if (abandoned) log.warn({ runId }, 'the worker of a run gave no sign of life; the run is queued again');
        await queue.send(generateIris, { runId });
      }
    } catch (error) {
      log.warn({ err: error }, 'could not look for abandoned runs; trying again');
    }
    await pause(sweepEveryMs, signal);
  }
}
