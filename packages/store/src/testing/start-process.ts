import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface TestProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Everything it printed so far, line by line. */
  readonly lines: readonly string[];
  /** Waits for a line of JSON that `accept` takes. @throws Error with its output when it ends first. */
  json(accept: (value: Readonly<Record<string, unknown>>) => boolean): Promise<Readonly<Record<string, unknown>>>;
  /** Sends a signal and waits for its end; returns its exit code, null where the signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a TypeScript file of this project as a process of its own, as production starts the bundle made of it. */
export function startProcess(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): TestProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} could not be started.`);
  const lines: string[] = [];
  const errors: string[] = [];
  const wakers = new Set<() => void>();
  const wake = (): void => wakers.forEach((waker) => waker());
  const ended = once(child, 'close');
  createInterface({ input: child.stdout }).on('line', (line) => (lines.push(line), wake()));
  createInterface({ input: child.stderr }).on('line', (line) => void errors.push(line));
  void ended.then(wake);

  return {
    child,
    pid,
    lines,
    json: async (accept) => {
      for (let next = 0; ; ) {
        for (; next < lines.length; next++) {
          const value = parse(lines[next] ?? '');
          if (value !== undefined && accept(value)) return value;
        }
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${file} ended early (${child.exitCode ?? child.signalCode}):\n${[...lines, ...errors].join('\n')}`);
        await new Promise<void>((resolve) => {
          const waker = (): void => (wakers.delete(waker), resolve());
          wakers.add(waker);
        });
      }
    },
    stop: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined; // A line for people.
  }
}
