import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const projectRoot = join(import.meta.dirname, '..', '..');

/** `lookalike demo` as a person starts it, in folders of its own. */
export class DemoProcess {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;

  constructor(folders: { readonly data: string; readonly output: string }) {
    const { DATABASE_URL: _, ...environment } = process.env;
    this.#child = spawn(process.execPath, ['--enable-source-maps', join(projectRoot, 'apps', 'cli', 'dist', 'main.js'), 'demo', '--output', folders.output], {
      cwd: projectRoot,
      env: { ...environment, LOOKALIKE_DATA: folders.data, PORT: String(20_000 + (process.pid % 20_000)) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
  }

  /** Waits for a line of its output. @throws Error with all of it if it ends before. */
  async line(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.lines.map((line) => line.match(pattern)).find((found) => found !== null);
      if (match) return match;
      if (this.#child.exitCode !== null) throw new Error(`The demo ended with ${this.#child.exitCode} before it said ${pattern}:\n${this.lines.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Process ids of the services, from what it said. */
  serviceProcessIds(): number[] {
    return this.lines.flatMap((line) => line.match(/ready: .*\(process (\d+)\)/)?.slice(1).map(Number) ?? []);
  }

  /** Presses Ctrl-C. @returns its exit code */
  async interrupt(): Promise<number | null> {
    this.#child.kill('SIGINT');
    await this.#ended;
    return this.#child.exitCode;
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGTERM');
      await this.#ended;
    }
  }
}

export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
