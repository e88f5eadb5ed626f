import { elementCount, foldConstants, inferTypes } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import type { DataType, Tensor as KernelTensor } from '@tensorflow/tfjs-core';
import { batchAxes } from '../batch-axes.ts';
import type { BatchAxes } from '../batch-axes.ts';
import { joinResults, splitFeeds } from '../batch-parts.ts';
import { checkFeeds } from '../check-feeds.ts';
import type { Executable, Tensors } from '../device.ts';
import { messageOf, openingFailed, runFailed } from '../device-failure.ts';
import { RuntimeError } from '../runtime-error.ts';
import { compile } from './compile.ts';
import { ConstantPool } from './constant-pool.ts';
import type { TfjsLibrary, WholeGraph } from './library.ts';
import type { Plan } from './plan.ts';
import { specialise } from './specialise.ts';
import { fromKernelData, kernelType, toKernelData } from './tensors.ts';
import type { KernelData } from './tensors.ts';

/** Plans that are kept. A search uses two batch sizes: the full one, and that of its last images. */
const mostPlans = 4;

/** A plan that has been run so often is worth being made one graph, where the backend can: a search makes hundreds of steps of its full batch. */
export const runsBeforeJoining = 4;

/** Beyond this many parts the graph would be slow to make, and fewer images at once no faster. */
const mostParts = 16;

/** A part of a batch. */
interface Part {
  readonly plan: Plan;
  readonly constants: ConstantPool;
  readonly outputs: readonly Omit<Tensor, 'data'>[];
}

interface PlanForBatch {
  /** Parts of the same size are the same. */
  readonly parts: readonly Part[];
  runs: number;
  whole?: WholeGraph | undefined;
}

/** A graph as kernel calls of TensorFlow.js, compiled for each batch size at its first use. */
export class TfjsExecutable implements Executable {
  readonly #library: TfjsLibrary;
  readonly #graph: Graph;
  readonly #folded: Graph;
  readonly #shared: ConstantPool;
  /** Absent where batches are not dealt out in parts. */
  readonly #axes: BatchAxes | undefined;
  readonly #plans = new Map<number, PlanForBatch>();
  #closed = false;

  private constructor(library: TfjsLibrary, graph: Graph) {
    this.#library = library;
    this.#graph = graph;
    this.#folded = foldConstants(graph);
    this.#axes = library.operationsAtOnce > 1 ? batchAxes(graph) : undefined;
    this.#shared = new ConstantPool((tensor) => this.#upload(tensor), { own: new Set(this.#folded.constants.values()) });
  }

  /** Compiles the graph for one image, so that what TensorFlow.js cannot run is refused at once. @throws runtime.model_refused, runtime.out_of_memory */
  static async open(library: TfjsLibrary, graph: Graph): Promise<TfjsExecutable> {
    library.activate();
    const executable = new TfjsExecutable(library, graph);
    try {
      executable.#planFor(1, [1]);
    } catch (cause) {
      executable.#dispose();
      throw openingFailed({ library: 'TensorFlow.js', graph: graph.name }, cause, 'Run it on another device (`lookalike devices` lists them), and report the graph as a bug of Lookalike.');
    }
    return executable;
  }

  async run(feeds: Tensors): Promise<Record<string, Tensor>> {
    if (this.#closed) throw new RuntimeError('runtime.run_failed', `The graph "${this.#graph.name}" was closed. Open it again to run it.`, { graph: this.#graph.name });
    checkFeeds(this.#graph, feeds);
    this.#library.activate();
    try {
      const batch = batchOf(this.#graph, feeds);
      const pieces = this.#deal(feeds, batch);
      const made = this.#planFor(batch, pieces.map((piece) => batchOf(this.#graph, piece)));
      if (++made.runs === runsBeforeJoining) this.#join(made, pieces);
      const { parts, whole } = made;
      const tensors = whole === undefined
        ? parts.map(({ plan, outputs }, part) => plan.run(this.#uploaded(pieces[part]!), (result, i) => this.#download(result, outputs[i]!)))
        : whole.run(pieces.map((piece) => this.#graph.inputs.map(({ name }) => toKernelData(piece[name]!))))
          .map((results, part) => results.map((data, i) => fromKernelData(parts[part]!.outputs[i]!.type, parts[part]!.outputs[i]!.shape, data)));
      const results = tensors.map((part) => Object.fromEntries(this.#graph.outputs.map((name, i) => [name, part[i]!])));
      return this.#axes === undefined || results.length === 1 ? results[0]! : joinResults(results, this.#axes.outputs);
    } catch (cause) {
      throw runFailed({ library: 'TensorFlow.js', graph: this.#graph.name }, cause);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#library.activate();
    this.#dispose();
  }

  /** The parts of a batch that are computed side by side once they are one graph. */
  #deal(feeds: Tensors, batch: number): readonly Tensors[] {
    const parts = Math.min(batch, this.#library.operationsAtOnce, mostParts);
    return this.#axes === undefined || parts < 2 ? [feeds] : splitFeeds(feeds, { batched: this.#axes.inputs, batch, parts });
  }

  #planFor(batch: number, sizes: readonly number[]): PlanForBatch {
    const known = this.#plans.get(batch);
    if (known !== undefined) {
      // The last is the latest in use.
      this.#plans.delete(batch);
      this.#plans.set(batch, known);
      return known;
    }
    const bySize = new Map([...new Set(sizes)].map((size) => [size, this.#part(size)]));
    const made = { parts: sizes.map((size) => bySize.get(size)!), runs: 0 };
    this.#plans.set(batch, made);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > mostPlans) {
      discard(this.#plans.get(oldest!)!);
      this.#plans.delete(oldest!);
    }
    return made;
  }

  #part(size: number): Part {
    const graph = specialise(this.#folded, size);
    const constants = new ConstantPool((tensor) => this.#upload(tensor), { shared: this.#shared });
    const plan = compile(graph, this.#library, constants);
    const types = inferTypes(graph);
    return { plan, constants, outputs: graph.outputs.map((name) => ({ type: types.get(name)!.type, shape: types.get(name)!.shape.map(Number) })) };
  }

  /** What runs kernel by kernel goes on doing so where this fails, such as on a full disk. */
  #join(made: PlanForBatch, pieces: readonly Tensors[]): void {
    if (this.#library.join === undefined || made.parts.some(({ plan }) => plan.computesOnHost)) return;
    try {
      made.whole = this.#library.join(made.parts.map(({ plan }, part) => ({ plan, upload: () => this.#uploaded(pieces[part]!) })));
    } catch (cause) {
      process.emitWarning(`TensorFlow goes on with single kernels for the graph "${this.#graph.name}", which is slower: ${messageOf(cause)}`, { code: 'runtime.graph_not_joined' });
    }
  }

  #uploaded(feeds: Tensors): KernelTensor[] {
    return this.#graph.inputs.map(({ name }) => this.#upload(feeds[name]!));
  }

  #upload(tensor: Tensor): KernelTensor {
    const dtype = kernelType(tensor.type);
    if (dtype === undefined) throw new RuntimeError('runtime.model_refused', `TensorFlow.js has no ${tensor.type}.`, { type: tensor.type });
    return this.#library.tf.tensor(toKernelData(tensor), [...tensor.shape], dtype satisfies DataType);
  }

  #download(tensor: KernelTensor, { type, shape }: Omit<Tensor, 'data'>): Tensor {
    // The numbers types give these arrays and no others.
    return elementCount(shape) === 0 ? fromKernelData(type, shape, new Float32Array()) : fromKernelData(type, shape, tensor.dataSync() as KernelData);
  }

  #dispose(): void {
    for (const made of this.#plans.values()) discard(made);
    this.#plans.clear();
    this.#shared.dispose();
  }
}

function discard({ parts, whole }: PlanForBatch): void {
  for (const { constants } of new Set(parts)) constants.dispose();
  whole?.close();
}

/** The batch that the feeds have; 1 where the graph has none. */
function batchOf(graph: Graph, feeds: Tensors): number {
  for (const { name, shape } of graph.inputs) {
    const axis = shape.indexOf('N');
    if (axis !== -1) return feeds[name]!.shape[axis]!;
  }
  return 1;
}
