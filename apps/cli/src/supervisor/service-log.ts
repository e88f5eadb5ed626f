import { createWriteStream, type WriteStream } from 'node:fs';

export interface ServiceLogOptions {
  readonly file: string;
  readonly say: (line: string) => void;
  /** Milliseconds from any beginning. */
  readonly now: () => number;
}

/** How long after a failure the file is tried again. */
const tryAgainAfterMs = 10_000;

/** The log file of one service. A full disk costs lines of it, and nothing else: what it is a log of goes on. */
export class ServiceLog {
  readonly #options: ServiceLogOptions;
  #stream: WriteStream | undefined;
  #failedAt: number | undefined;

  constructor(options: ServiceLogOptions) {
    this.#options = options;
  }

  write(line: string): void {
    const { now } = this.#options;
    if (this.#stream === undefined && this.#failedAt !== undefined && now() - this.#failedAt < tryAgainAfterMs) return;
    this.#stream ??= this.#open();
    this.#stream.write(`${line}\n`);
  }

  close(): void {
    this.#stream?.end();
    this.#stream = undefined;
  }

  #open(): WriteStream {
    const { file, say, now } = this.#options;
    const stream = createWriteStream(file, { flags: 'a' });
    stream.on('error', (error) => {
      // Said once; it is tried again and again.
      if (this.#failedAt === undefined) say(`${file} cannot be written (${error.message}). Everything goes on; the lines of this log are lost until it can be.`);
      this.#failedAt = now();
      if (this.#stream === stream) this.#stream = undefined;
    });
    return stream;
  }
}
