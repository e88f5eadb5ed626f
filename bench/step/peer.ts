/** The other side of `peer.py`: PyTorch in a process of its own, asked for one thing at a time. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { referencePython } from '../reference-python.ts';

export type Layout = 'contiguous' | 'channels-last';
export const layouts: readonly Layout[] = ['contiguous', 'channels-last'];

export interface LoadCall {
  readonly network: string;
  readonly networks: string;
  readonly batch: number;
  readonly threads: number;
  /** Files that the peer writes its image batch and target representations to. */
  readonly image: string;
  readonly target: string;
}

export class Peer {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor() {
    this.#process = spawn(referencePython(), [join(import.meta.dirname, 'peer.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  versions(): Promise<Readonly<Record<string, string>>> { return this.#ask({ do: 'versions' }); }
  export(call: { readonly network: string; readonly networks: string; readonly file: string }): Promise<unknown> { return this.#ask({ do: 'export', ...call }); }
  load(call: LoadCall): Promise<{ readonly representation: readonly number[] }> { return this.#ask({ do: 'load', ...call }); }
  /** One step, timed by the peer itself. */
  step(layout: Layout): Promise<{ readonly ms: number }> { return this.#ask({ do: 'step', layout }); }
  /** Writes what the last step gave. */
  result(files: { readonly distance: string; readonly gradient: string }): Promise<unknown> { return this.#ask({ do: 'result', ...files }); }

  close(): void {
    this.#process.stdin!.end();
  }

  async #ask<T>(call: Readonly<Record<string, unknown>>): Promise<T> {
    this.#process.stdin!.write(`${JSON.stringify(call)}\n`);
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done === true) throw new Error(`PyTorch ended while it was asked to ${String(call['do'])} ${String(call['network'] ?? '')}; its message is above.`);
      // Exporters print their progress on the same stream.
      if (value.startsWith('{')) return JSON.parse(value) as T;
    }
  }
}
