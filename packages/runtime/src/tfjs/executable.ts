import { elementCount, foldConstants, inferTypes } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import type { DataType, Tensor as KernelTensor } from '@tensorflow/tfjs-core';
import { checkFeeds } from '../check-feeds.ts';
import type { Executable } from '../device.ts';
import { RuntimeError } from '../runtime-error.ts';
import { compile } from './compile.ts';
import { ConstantPool } from './constant-pool.ts';
import type { TfjsLibrary } from './library.ts';
import type { Plan } from './plan.ts';
import { specialise } from './specialise.ts';
import { fromKernelData, kernelType, toKernelData } from './tensors.ts';
import type { KernelData } from './tensors.ts';

/** Plans that are kept. A search uses two batch sizes: the full one, and that of its last images. */
const mostPlans = 4;

interface PlanForBatch {
  readonly plan: Plan;
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

  /** Compiles the graph for one image, so that what TensorFlow.js cannot run is refused at once. @throws runtime.model_refused */
  static async open(library: TfjsLibrary, graph: Graph): Promise<TfjsExecutable> {
    library.activate();
    const executable = new TfjsExecutable(library, graph);
    try {
      executable.#planFor(1);
    } catch (cause) {
      executable.#dispose();
      if (cause instanceof RuntimeError) throw cause;
      throw new RuntimeError('runtime.model_refused', `TensorFlow.js refuses the graph "${graph.name}": ${messageOf(cause)} ` +
        'Run it on another device (`lookalike devices` lists them), and report the graph as a bug of Lookalike.', { graph: graph.name }, { cause });
    }
    return executable;
  }

  async run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    if (this.#closed) throw new RuntimeError('runtime.run_failed', `The graph "${this.#graph.name}" was closed. Open it again to run it.`, { graph: this.#graph.name });
    checkFeeds(this.#graph, feeds);
    this.#library.activate();
    try {
      const { plan, outputs } = this.#planFor(batchOf(this.#graph, feeds));
      const tensors = plan.run(this.#graph.inputs.map(({ name }) => this.#upload(feeds[name]!)), (result, i) => this.#download(result, outputs[i]!));
      return Object.fromEntries(this.#graph.outputs.map((name, i) => [name, tensors[i]!]));
    } catch (cause) {
      throw new RuntimeError('runtime.run_failed', `TensorFlow.js failed while running the graph "${this.#graph.name}": ${messageOf(cause)} ` +
        'If it ran out of memory, take a smaller batch.', { graph: this.#graph.name }, { cause });
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
    if (known !== undefined) return known;
    const graph = specialise(this.#folded, batch);
    const constants = new ConstantPool((tensor) => this.#upload(tensor), { shared: this.#shared });
    const plan = compile(graph, this.#library, constants);
    const types = inferTypes(graph);
    const outputs = graph.outputs.map((name) => ({ type: types.get(name)!.type, shape: types.get(name)!.shape.map(Number) }));
    const made = { plan, constants, outputs };
    this.#plans.set(batch, made);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > mostPlans) {
      this.#plans.get(oldest!)!.constants.dispose();
      this.#plans.delete(oldest!);
    }
    return made;
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
    for (const { constants } of this.#plans.values()) constants.dispose();
    this.#plans.clear();
    this.#shared.dispose();
  }
}

/** The batch that the feeds have; 1 where the graph has none. */
function batchOf(graph: Graph, feeds: Readonly<Record<string, Tensor>>): number {
  for (const { name, shape } of graph.inputs) {
    const axis = shape.indexOf('N');
    if (axis !== -1) return feeds[name]!.shape[axis]!;
  }
  return 1;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
