import type { NamedAttrMap, NamedTensorMap, Tensor as KernelTensor } from '@tensorflow/tfjs-core';
import type { Plan } from './plan.ts';
import type { KernelData } from './tensors.ts';

export type TfjsCore = typeof import('@tensorflow/tfjs-core');

export type KernelCall = (inputs: NamedTensorMap, attributes: NamedAttrMap) => KernelTensor;

/** A plan that the backend runs in one call. */
export interface WholeGraph {
  /** @param feeds one per input of the plan */
  run(feeds: readonly KernelData[]): KernelData[];
  close(): void;
}

/** TensorFlow.js with one of its backends, ready to run kernels. */
export interface TfjsLibrary {
  readonly tf: TfjsCore;
  /** Version of what computes. */
  readonly version: string;
  readonly threads: number;
  /** Makes this backend the one that kernels run on; the library knows one at a time. */
  activate(): void;
  /** A kernel by name. @throws Error when the backend does not have it. */
  kernel(name: string): KernelCall;
  /**
   * Makes one graph of a plan, which takes some seconds and saves the backend its work between kernels; absent where the backend only has kernels.
   * @param feeds one per input of the plan, in its batch size; they belong to it from here on.
   * @returns `undefined` where this plan has to stay as it is
   */
  readonly join?: (plan: Plan, feeds: readonly KernelTensor[]) => WholeGraph | undefined;
}

/** The library over an initialised backend. */
export function overBackend(tf: TfjsCore, backend: string, { version, threads, join }: Pick<TfjsLibrary, 'version' | 'threads' | 'join'>): TfjsLibrary {
  // Else it warns of itself: of another copy of its own, and of each check that costs time.
  tf.enableProdMode();
  const engine = tf.engine();
  return {
    tf,
    version,
    threads,
    ...(join && { join }),
    activate() {
      // The promise is about starting a backend; this one has started, and is switched to at once.
      if (engine.backendName !== backend) void tf.setBackend(backend);
    },
    kernel(name) {
      if (tf.getKernel(name, backend) === undefined) throw new Error(`The backend ${backend} of TensorFlow.js has no kernel ${name}.`);
      // Kernels that we call have one result.
      return (inputs, attributes) => engine.runKernel(name, inputs, attributes) as KernelTensor;
    },
  };
}
