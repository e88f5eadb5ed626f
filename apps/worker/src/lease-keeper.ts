import { renewLease, type Database, type Lease, type RunProgress } from '@lookalike/store';
import type { Logger } from 'pino';
import { heartbeatEveryMs } from './timing.ts';
import { WorkerError } from './worker-error.ts';

export interface LeaseKeeper {
  /** Aborts when the run is no longer ours, or when the worker stops; the reason says which. */
  readonly signal: AbortSignal;
  /** Takes live numbers, to be written with the next beat. */
  report(progress: RunProgress): void;
  /** Ends the beats and waits for the one under way. */
  end(): Promise<void>;
}

/** Why a generation was told to stop. */
export const STOPPING = new WorkerError('run.worker_stopping', 'The worker is stopping; the run goes back into the queue.');
export const LOST = new WorkerError('run.lease_lost', 'The run is no longer this worker’s: it was cancelled, or another worker took it over.');

/** Renews a run's lease until `end`, with the newest live numbers. */
export function keepLease(db: Database, lease: Lease, { workerStops, log }: { readonly workerStops: AbortSignal; readonly log: Logger }): LeaseKeeper {
  const lost = new AbortController();
  const ended = new AbortController();
  let waiting: RunProgress | undefined;

  const beat = async (): Promise<void> => {
    const progress = waiting;
    waiting = undefined;
    try {
      if (!(await renewLease(db, lease, progress))) lost.abort(LOST);
    } catch (error) {
      // The database may be back before the lease runs out. If not, the next beat that gets through finds the run taken.
      log.warn({ err: error, runId: lease.runId }, 'a heartbeat did not reach the database');
    }
  };
  const beats = (async () => {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      await pause(heartbeatEveryMs, ended.signal);
      if (!ended.signal.aborted) await beat();
    }
  })();

  return {
    signal: AbortSignal.any([lost.signal, workerStops]),
    report: (progress) => void (waiting = progress),
    end: async () => {
      ended.abort();
      await beats;
      if (waiting !== undefined && !lost.signal.aborted) await beat();
    },
  };
}

/** Waits, or returns early when the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
