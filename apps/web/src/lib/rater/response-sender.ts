import type { ResponseSubmission } from '@lookalike/study';
import type { Reply } from '../api/client.ts';
import type { Fault } from '../api/fault.ts';
import { persistently, type Patience } from '../api/persistently.ts';
import type { ResponsesView } from '../api/views.ts';

export interface SenderParts {
  /** What waits, in the order in which the server takes it; empty when nothing can be sent. Asked anew before each try. */
  readonly batch: () => readonly ResponseSubmission[];
  readonly send: (batch: readonly ResponseSubmission[]) => Promise<Reply<ResponsesView>>;
  readonly onAccepted: (view: ResponsesView) => Promise<void>;
  /**
   * The server's session is not what this page thought (answered in another window, say). Takes over the server's view;
   * false when that changed nothing, so that sending again would fail again.
   */
  readonly onConflict: (fault: Fault) => Promise<boolean>;
  /** Nothing more can be sent, and why. What waits is kept. */
  readonly onFailure: (fault: Fault) => void;
  readonly patience: Patience;
}

/** Codes that say: look at the server's view and go on from there. */
const conflicts: ReadonlySet<string> = new Set(['rater.already_answered', 'rater.out_of_order', 'rater.already_finished']);

/** Sends what waits, one batch at a time, for as long as there is any. */
export class ResponseSender {
  readonly #parts: SenderParts;
  #running: Promise<void> | undefined;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Resolves when nothing more can be sent for now. Calls while it runs share the run. */
  flush(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    const { batch, send, onAccepted, onConflict, onFailure, patience } = this.#parts;
    while (batch().length > 0 && !patience.stopped()) {
      // The batch is made anew for each try: what was answered while offline goes with it.
      const reply = await persistently(() => send(batch()), patience);
      if (reply.ok) {
        const before = batch().length;
        await onAccepted(reply.value);
        if (reply.value.accepted.length === 0 && batch().length >= before) return;
      } else if (patience.stopped()) {
        return;
      } else if (!conflicts.has(reply.fault.code ?? '') || !(await onConflict(reply.fault))) {
        onFailure(reply.fault);
        return;
      }
    }
  }
}
