/** One decoded image: kept so that the browser keeps it, with the time it took. */
export interface LoadedImage<Image> {
  readonly image: Image;
  readonly loadMs: number;
}

export interface ImageLoaderParts<Image> {
  /** Loads and decodes; rejects when either fails. */
  readonly load: (url: string) => Promise<Image>;
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Told when an image has failed several times in a row, and again (with `undefined`) when none has. */
  readonly onStuck: (url: string | undefined) => void;
  readonly concurrency?: number;
}

const longestWaitMs = 10_000;
/** Failures in a row after which the rater is told. */
const stuckAfter = 3;

/**
 * Loads images ahead of time: few at once (all at once stalls slow networks), nearest first, again and again until each
 * one is decoded. A trial asks for its images with `ready`, which jumps the queue.
 */
export class ImageLoader<Image> {
  readonly #parts: Required<ImageLoaderParts<Image>>;
  readonly #loaded = new Map<string, LoadedImage<Image>>();
  readonly #asked = new Map<string, { resolve: (image: LoadedImage<Image>) => void; promise: Promise<LoadedImage<Image>> }>();
  readonly #stuck = new Set<string>();
  #queue: string[] = [];
  #busy = new Set<string>();

  constructor(parts: ImageLoaderParts<Image>) {
    this.#parts = { concurrency: 4, ...parts };
  }

  /** What is wanted from now on, nearest first. Images that are no longer wanted are let go. */
  want(urls: readonly string[]): void {
    const wanted = new Set(urls);
    for (const url of this.#loaded.keys()) if (!wanted.has(url)) this.#loaded.delete(url);
    this.#queue = [...wanted].filter((url) => !this.#loaded.has(url) && !this.#busy.has(url));
    this.#work();
  }

  /** Resolves when the image is decoded. */
  ready(url: string): Promise<LoadedImage<Image>> {
    const loaded = this.#loaded.get(url);
    if (loaded !== undefined) return Promise.resolve(loaded);
    const asked = this.#asked.get(url);
    if (asked !== undefined) return asked.promise;
    let resolve: (image: LoadedImage<Image>) => void = () => {};
    const promise = new Promise<LoadedImage<Image>>((fulfil) => {
      resolve = fulfil;
    });
    this.#asked.set(url, { resolve, promise });
    if (!this.#busy.has(url)) this.#queue = [url, ...this.#queue.filter((other) => other !== url)];
    this.#work();
    return promise;
  }

  #work(): void {
    while (this.#busy.size < this.#parts.concurrency) {
      const url = this.#queue.shift();
      if (url === undefined) return;
      this.#busy.add(url);
      void this.#fetch(url);
    }
  }

  async #fetch(url: string): Promise<void> {
    const { load, now, wait, onStuck } = this.#parts;
    for (let failed = 1; ; failed++) {
      const startedAt = now();
      try {
        const image = await load(url);
        this.#settle(url, { image, loadMs: now() - startedAt });
        return;
      } catch {
        if (failed === stuckAfter) {
          this.#stuck.add(url);
          onStuck(url);
        }
        await wait(Math.min(longestWaitMs, 250 * 2 ** failed));
      }
    }
  }

  #settle(url: string, loaded: LoadedImage<Image>): void {
    this.#loaded.set(url, loaded);
    this.#busy.delete(url);
    if (this.#stuck.delete(url) && this.#stuck.size === 0) this.#parts.onStuck(undefined);
    this.#asked.get(url)?.resolve(loaded);
    this.#asked.delete(url);
    this.#work();
  }
}
