import type { Reply } from '../../api/client.ts';

/** How far something is that is being computed. */
export interface Progress {
  readonly state: 'queued' | 'computing';
  /** In [0, 1]. */
  readonly progress: number;
}

export interface Asking<T> {
  readonly ask: () => Promise<Reply<T | Progress>>;
  /** Told after each question; undefined when there is nothing to wait for any more. */
  readonly told: (progress: Progress | undefined) => void;
  readonly wait: () => Promise<unknown>;
  /** Whether somebody has asked for something else meanwhile, or left. */
  readonly isOver: () => boolean;
}

/** Asks until the result is there, or a fault; undefined where the asking was over before. */
export async function askUntilThere<T extends object>({ ask, told, wait, isOver }: Asking<T>): Promise<Reply<T> | undefined> {
  for (;;) {
    const reply = await ask();
    if (isOver()) return undefined;
    if (!reply.ok || !isProgress(reply.value)) {
      told(undefined);
      return reply as Reply<T>; // It is no progress.
    }
    told(reply.value);
    await wait();
    if (isOver()) return undefined;
  }
}

function isProgress(value: object): value is Progress {
  return 'progress' in value && 'state' in value;
}
