import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { SplitModel, Tensor } from '@lookalike/graph';
import type { InferenceSession } from 'onnxruntime-node';
import type { Tensors } from '../device.ts';
import type { Session } from './session.ts';

type Request = { readonly kind: 'open'; readonly model: Uint8Array; readonly options: InferenceSession.SessionOptions } | { readonly kind: 'run'; readonly feeds: Tensors } | { readonly kind: 'close' };
type Answer = { readonly id: number } & ({ readonly results: Record<string, Tensor>; readonly failure?: undefined } | { readonly failure: string });

/** A session whose thread loads ONNX Runtime while the caller still makes the model. */
export interface StartedSession extends Session {
  open(model: SplitModel, options: InferenceSession.SessionOptions): Promise<void>;
}

/**
 * Starts a worker thread for a session. What the feeds lie in is handed over to the thread: the caller cannot read it afterwards. The
 * model's weights are not: they lie in memory that all threads share.
 */
export function startWorkerSession(): StartedSession {
  return new WorkerSession();
}

class WorkerSession implements StartedSession {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, { resolve: (results: Record<string, Tensor>) => void; reject: (error: Error) => void }>();
  #asked = 0;
  #failure: Error | undefined;

  constructor() {
    // Its own list of options: a loader of TypeScript, say, would only slow its start.
    this.#worker = new Worker(program, { eval: true, execArgv: [], workerData: createRequire(import.meta.url).resolve('onnxruntime-node') });
    this.#worker.on('message', (answer: Answer) => this.#hear(answer));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#fail(new Error(`its thread ended with exit code ${code}.`));
        resolve();
      });
    });
    this.#worker.unref();
  }

  async open({ model, weights }: SplitModel, options: InferenceSession.SessionOptions): Promise<void> {
    const externalData = Array.from(weights, ([path, data]) => ({ path, data }));
    await this.#ask({ kind: 'open', model, options: { ...options, ...(externalData.length > 0 && { externalData }) } });
  }

  run(feeds: Tensors): Promise<Record<string, Tensor>> {
    // Tensors are never in shared memory, which could not be handed over.
    return this.#ask({ kind: 'run', feeds }, Object.values(feeds).map(({ data }) => data.buffer as ArrayBuffer));
  }

  async close(): Promise<void> {
    // A thread that has ended already has nothing to release.
    await this.#ask({ kind: 'close' }).catch(() => undefined);
    this.#worker.ref();
    await this.#worker.terminate();
    await this.#ended;
  }

  #ask(request: Request, handedOver: readonly ArrayBuffer[] = []): Promise<Record<string, Tensor>> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      const id = this.#asked++;
      this.#waiting.set(id, { resolve, reject });
      // Only a thread that has something to do keeps the process from ending.
      this.#worker.ref();
      this.#worker.postMessage({ id, ...request }, handedOver);
    });
  }

  #hear(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (answer.failure === undefined) waiting?.resolve(answer.results);
    else waiting?.reject(new Error(answer.failure));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}

/** Plain JavaScript in a string, so that it runs alike from sources and from a bundle. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const ort = require(workerData);
ort.env.logLevel = 'error';
let session;
const does = {
  async open({ model, options }) {
    session = await ort.InferenceSession.create(model, options);
    return {};
  },
  async run({ feeds }) {
    const given = Object.entries(feeds).map(([name, { type, data, shape }]) => [name, new ort.Tensor(type, data, shape)]);
    const results = await session.run(Object.fromEntries(given));
    return Object.fromEntries(Object.entries(results).map(([name, { type, data, dims }]) => [name, { type, data, shape: dims }]));
  },
  async close() {
    await session?.release();
    return {};
  },
};
parentPort.on('message', async (request) => {
  try {
    const results = await does[request.kind](request);
    parentPort.postMessage({ id: request.id, results }, Object.values(results).map(({ data }) => data.buffer));
  } catch (error) {
    parentPort.postMessage({ id: request.id, failure: error.message });
  }
});
`;
