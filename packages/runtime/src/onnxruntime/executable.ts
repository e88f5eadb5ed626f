import type { Graph, Tensor } from '@lookalike/graph';
import type { BatchAxes } from '../batch-axes.ts';
import { joinResults, splitFeeds } from '../batch-parts.ts';
import { checkFeeds } from '../check-feeds.ts';
import type { Executable, Tensors } from '../device.ts';
import { runFailed } from '../device-failure.ts';
import { RuntimeError } from '../runtime-error.ts';
import type { Session } from './session.ts';

/** How batches are run in parts. */
export interface SplitBatches {
  /** How many parts run at the same time. */
  readonly count: number;
  /** How many images a session is given at once. */
  readonly imagesAtOnce: number;
  readonly axes: BatchAxes;
  readonly open: () => Promise<readonly Session[]>;
}

/** The ways in which a graph can be opened. Each is used when a batch first needs it. */
export interface Sessions {
  /** One session for a whole batch. */
  readonly whole: () => Promise<Session>;
  /** A session of one thread for each part of a batch; absent where batches are not split. */
  readonly parts?: SplitBatches;
}

/** A graph in ONNX Runtime. */
export class OnnxRuntimeExecutable implements Executable {
  readonly #graph: Graph;
  readonly #sessions: Sessions;
  #whole: Promise<Session> | undefined;
  #parts: Promise<readonly Session[]> | undefined;
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(graph: Graph, sessions: Sessions) {
    this.#graph = graph;
    this.#sessions = sessions;
  }

  /**
   * Opens what most batches need.
   * @throws runtime.model_refused, runtime.out_of_memory
   */
  async open(): Promise<void> {
    await (this.#sessions.parts === undefined ? this.#openWhole() : this.#openParts(this.#sessions.parts));
  }

  async run(feeds: Tensors): Promise<Record<string, Tensor>> {
    const { name } = this.#graph;
    if (this.#closing !== undefined) throw new RuntimeError('runtime.run_failed', `The graph "${name}" was closed. Open it again to run it.`, { graph: name });
    checkFeeds(this.#graph, feeds);
    const running = this.#compute(feeds);
    this.#running.add(running);
    try {
      const results = await running;
      return Object.fromEntries(this.#graph.outputs.map((output) => [output, results[output]!]));
    } catch (cause) {
      throw runFailed({ library: 'ONNX Runtime', graph: name }, cause);
    } finally {
      this.#running.delete(running);
    }
  }

  /** Waits for what is running. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #compute(feeds: Tensors): Promise<Tensors> {
    const { parts } = this.#sessions;
    const batch = parts === undefined ? undefined : this.#batchOf(feeds);
    if (parts === undefined || batch === undefined || !isWorthSplitting(batch, parts.count)) return (await this.#openWhole()).run(feeds);
    const sessions = await this.#openParts(parts);
    const pieces = splitFeeds(feeds, { batched: parts.axes.inputs, batch, parts: piecesOf(batch, parts) });
    const results = new Array<Tensors>(pieces.length);
    let next = 0;
    // Whichever session is free takes the next piece; all of them compute the same.
    const runs = sessions.map(async (session) => {
      for (let piece = next++; piece < pieces.length; piece = next++) results[piece] = await session.run(pieces[piece]!);
    });
    // No part may still run when the whole has failed: closing would not wait for it.
    await Promise.allSettled(runs);
    await Promise.all(runs);
    return joinResults(results, parts.axes.outputs);
  }

  #batchOf(feeds: Tensors): number | undefined {
    const input = this.#graph.inputs.find(({ shape }) => shape[0] === 'N');
    return input === undefined ? undefined : feeds[input.name]!.shape[0];
  }

  /** What failed to open, such as for want of memory, is tried again by the next run. */
  #openWhole(): Promise<Session> {
    this.#whole ??= this.#sessions.whole().catch((cause: unknown) => {
      this.#whole = undefined;
      throw cause;
    });
    return this.#whole;
  }

  #openParts(parts: SplitBatches): Promise<readonly Session[]> {
    this.#parts ??= parts.open().catch((cause: unknown) => {
      this.#parts = undefined;
      throw cause;
    });
    return this.#parts;
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#running);
    // What could not be opened has nothing to close.
    const [whole, parts] = await Promise.allSettled([this.#whole, this.#parts]);
    const opened = [...(whole.status === 'fulfilled' && whole.value !== undefined ? [whole.value] : []), ...(parts.status === 'fulfilled' ? parts.value ?? [] : [])];
    await Promise.all(opened.map((session) => session.close()));
  }
}

/** The largest part sets the time. Where more than a third of the threads' time would pass in waiting for it, all threads share the whole batch. */
function isWorthSplitting(batch: number, parts: number): boolean {
  return batch > 1 && Math.ceil(batch / parts) * parts <= 1.5 * batch;
}

/** Pieces of at most `imagesAtOnce` images, as many for each session if there are images enough. */
function piecesOf(batch: number, { count, imagesAtOnce }: SplitBatches): number {
  return Math.min(batch, Math.ceil(batch / imagesAtOnce / count) * count);
}
