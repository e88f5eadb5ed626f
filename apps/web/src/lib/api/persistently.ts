import type { Reply } from './client.ts';
import type { Fault } from './fault.ts';
import { backOffMs, verdictOf } from './retry.ts';

/** How to wait between tries: the effects, given by the caller. */
export interface Patience {
  /** Resolves after the time, or earlier when there is reason to hope, such as the browser coming online. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** In [0, 1). */
  readonly chance: () => number;
  /** Told of every failed try that will be repeated, and with `undefined` when one has succeeded. */
  readonly onTrouble: (fault: Fault | undefined) => void;
  readonly stopped: () => boolean;
}

/**
 * Makes a request until it succeeds or fails for good; passing troubles (no network, a server that restarts, too many
 * requests) are waited out with growing delays, however long they last.
 */
export async function persistently<T>(attempt: () => Promise<Reply<T>>, { wait, chance, onTrouble, stopped }: Patience): Promise<Reply<T>> {
  for (let failed = 1; ; failed++) {
    const reply = await attempt();
    if (reply.ok) {
      onTrouble(undefined);
      return reply;
    }
    if (verdictOf(reply.fault) === 'final' || stopped()) {
      onTrouble(undefined);
      return reply;
    }
    onTrouble(reply.fault);
    await wait(backOffMs({ attempt: failed, chance: chance(), retryAfterMs: reply.fault.retryAfterMs }));
  }
}

/** Waits that end early on `poke()`. */
export class Pause {
  #waiting = new Set<() => void>();

  wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.#waiting.add(end);
    });

  poke(): void {
    for (const end of [...this.#waiting]) end();
  }
}
