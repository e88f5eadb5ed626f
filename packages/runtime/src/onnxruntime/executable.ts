import type { Graph, Tensor } from '@lookalike/graph';
import type { InferenceSession } from 'onnxruntime-node';
import { checkFeeds } from '../check-feeds.ts';
import type { Executable } from '../device.ts';
import { RuntimeError } from '../runtime-error.ts';
import type { OnnxRuntime } from './library.ts';
import { messageOf } from './library.ts';
import { fromOrt, toOrt } from './tensors.ts';

interface Parts {
  readonly ort: OnnxRuntime;
  readonly session: InferenceSession;
  readonly graph: Graph;
}

/** A graph in an ONNX Runtime session. */
export class OnnxRuntimeExecutable implements Executable {
  readonly #parts: Parts;
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    const { ort, session, graph } = this.#parts;
    if (this.#closed) throw new RuntimeError('runtime.run_failed', `The graph "${graph.name}" was closed. Open it again to run it.`, { graph: graph.name });
    checkFeeds(graph, feeds);
    const given = Object.fromEntries(graph.inputs.map(({ name }) => [name, toOrt(ort, feeds[name]!)]));
    let results: InferenceSession.OnnxValueMapType;
    try {
      results = await session.run(given);
    } catch (cause) {
      throw new RuntimeError('runtime.run_failed', `ONNX Runtime failed while running the graph "${graph.name}": ${messageOf(cause)} ` +
        'If it ran out of memory, take a smaller batch.', { graph: graph.name }, { cause });
    }
    return Object.fromEntries(graph.outputs.map((name) => [name, fromOrt(results[name]!)]));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#parts.session.release();
  }
}
