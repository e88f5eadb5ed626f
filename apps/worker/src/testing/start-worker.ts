import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Settings } from '@lookalike/store';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** Everything it logged so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Waits for a line that has these members. @throws Error with its output when it ends first */
  logged(members: Readonly<Record<string, unknown>>): Promise<void>;
  /** Sends a signal and waits for the end; returns the exit code, null where the signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a worker as a process of its own and waits until it is ready. */
export async function startWorker({ databaseUrl, dataDirectory, migrationsDirectory }: Settings): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { ...process.env, DATABASE_URL: databaseUrl, LOOKALIKE_DATA: dataDirectory, MIGRATIONS_DIRECTORY: migrationsDirectory, LOG_LEVEL: 'info', WORKER_BATCH_THREADS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: Readonly<Record<string, unknown>>[] = [];
  const errors: string[] = [];
  const wakers = new Set<() => void>();
  const wake = (): void => wakers.forEach((waker) => waker());
  const ended = once(child, 'close').then(wake);
  createInterface({ input: child.stdout }).on('line', (line) => {
    log.push(JSON.parse(line) as Readonly<Record<string, unknown>>);
    wake();
  });
  createInterface({ input: child.stderr }).on('line', (line) => void errors.push(line));

  const logged = async (members: Readonly<Record<string, unknown>>): Promise<void> => {
    while (!log.some((line) => Object.entries(members).every(([name, value]) => line[name] === value))) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The worker ended early:\n${log.map((line) => JSON.stringify(line)).join('\n')}\n${errors.join('\n')}`);
      await new Promise<void>((resolve) => {
        const waker = (): void => {
          wakers.delete(waker);
          resolve();
        };
        wakers.add(waker);
      });
    }
  };
  await logged({ event: 'ready' });
  return {
    child,
    log,
    logged,
    stop: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}
