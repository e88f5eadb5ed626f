import { elementCount, foldConstants, inferTypes } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import type { DataType, Tensor as KernelTensor } from '@tensorflow/tfjs-core';
import { checkFeeds } from '../check-feeds.ts';
import type { Executable } from '../device.ts';
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
export const runsBeforeJoining = 8;

interface PlanForBatch {
  readonly plan: Plan;
  runs: number;
  whole?: WholeGraph | undefined;
  readonly constants: ConstantPool;
  readonly outputs: readonly Omit<Tensor, 'data'>[];
}

/** A graph as kernel calls of TensorFlow.js, compiled for each batch size at its first use. */
export class TfjsExecutable implements Executable {
  readonly #library: TfjsLibrary;
  readonly #graph: Graph;
  readonly #folded: Graph;
  readonly #shared: ConstantPool;
  readonly #plans = new Map<number, PlanForBatch>();
  #closed = false;

  private constructor(library: TfjsLibrary, graph: Graph) {
    this.#library = library;
    this.#graph = graph;
    this.#folded = foldConstants(graph);
    this.#shared = new ConstantPool((tensor) => this.#upload(tensor), { own: new Set(this.#folded.constants.values()) });
  }

  /** Compiles the graph for one image, so that what TensorFlow.js cannot run is refused at once. @throws runtime.model_refused, runtime.out_of_memory */
  static async open(library: TfjsLibrary, graph: Graph): Promise<TfjsExecutable> {
    library.activate();
    const executable = new TfjsExecutable(library, graph);
    try {
      executable.#planFor(1);
    } catch (cause) {
      executable.#dispose();
      throw openingFailed({ library: 'TensorFlow.js', graph: graph.name }, cause, 'Run it on another device (`lookalike devices` lists them), and report the graph as a bug of Lookalike.');
    }
    return executable;
  }

  async run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    if (this.#closed) throw new RuntimeError('runtime.run_failed', `The graph "${this.#graph.name}" was closed. Open it again to run it.`, { graph: this.#graph.name });
    checkFeeds(this.#graph, feeds);
    this.#library.activate();
    try {
      const made = this.#planFor(batchOf(this.#graph, feeds));
      if (++made.runs === runsBeforeJoining) this.#join(made, feeds);
      const { plan, whole, outputs } = made;
      const tensors = whole === undefined
        ? plan.run(this.#uploaded(feeds), (result, i) => this.#download(result, outputs[i]!))
        : whole.run(this.#graph.inputs.map(({ name }) => toKernelData(feeds[name]!))).map((data, i) => fromKernelData(outputs[i]!.type, outputs[i]!.shape, data));
      return Object.fromEntries(this.#graph.outputs.map((name, i) => [name, tensors[i]!]));
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

  #planFor(batch: number): PlanForBatch {
    const known = this.#plans.get(batch);
    if (known !== undefined) {
      // The last is the latest in use.
      this.#plans.delete(batch);
      this.#plans.set(batch, known);
      return known;
    }
    const graph = specialise(this.#folded, batch);
    const constants = new ConstantPool((tensor) => this.#upload(tensor), { shared: this.#shared });
    const plan = compile(graph, this.#library, constants);
    const types = inferTypes(graph);
    const outputs = graph.outputs.map((name) => ({ type: types.get(name)!.type, shape: types.get(name)!.shape.map(Number) }));
    const made = { plan, constants, outputs, runs: 0 };
    this.#plans.set(batch, made);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > mostPlans) {
      discard(this.#plans.get(oldest!)!);
      this.#plans.delete(oldest!);
    }
    return made;
  }

  /** What runs kernel by kernel goes on doing so where this fails, such as on a full disk. */
  #join(made: PlanForBatch, feeds: Readonly<Record<string, Tensor>>): void {
    if (this.#library.join === undefined || made.plan.computesOnHost) return;
    try {
      made.whole = this.#library.join(made.plan, this.#uploaded(feeds));
    } catch (cause) {
      process.emitWarning(`TensorFlow goes on with single kernels for the graph "${this.#graph.name}", which is slower: ${messageOf(cause)}`, { code: 'runtime.graph_not_joined' });
    }
  }

  #uploaded(feeds: Readonly<Record<string, Tensor>>): KernelTensor[] {
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

function discard({ constants, whole }: PlanForBatch): void {
  constants.dispose();
  whole?.close();
}

/** The batch that the feeds have; 1 where the graph has none. */
function batchOf(graph: Graph, feeds: Readonly<Record<string, Tensor>>): number {
  for (const { name, shape } of graph.inputs) {
    const axis = shape.indexOf('N');
    if (axis !== -1) return feeds[name]!.shape[axis]!;
  }
  return 1;
}
