import type { NamedAttrMap, NamedTensorMap, Tensor as KernelTensor } from '@tensorflow/tfjs-core';
import type { Plan } from './plan.ts';
import type { KernelData } from './tensors.ts';

export type TfjsCore = typeof import('@tensorflow/tfjs-core');

export type KernelCall = (inputs: NamedTensorMap, attributes: NamedAttrMap) => KernelTensor;

/** One of the plans that become one graph. */
export interface Piece {
  readonly plan: Plan;
  /** Makes its feeds, one per input, in its batch size; they belong to whoever calls. */
  readonly upload: () => readonly KernelTensor[];
}

/** Plans that the backend runs in one call. */
export interface WholeGraph {
  /** @param feeds for each of the plans one per input */
  run(feeds: readonly (readonly KernelData[])[]): KernelData[][];
  close(): void;
}

/** TensorFlow.js with one of its backends, ready to run kernels. */
export interface TfjsLibrary {
  readonly tf: TfjsCore;
  /** Version of what computes. */
  readonly version: string;
  readonly threads: number;
  /** How many operations a whole graph computes at a time, each on one thread; 1 where one operation takes all there is. */
  readonly operationsAtOnce: number;
  /** Makes this backend the one that kernels run on; the library knows one at a time. */
  activate(): void;
  /** A kernel by name; of one that has several results, the one at this place. @throws Error when the backend does not have it. */
  kernel(name: string, result?: number): KernelCall;
  /**
   * Makes one graph of plans that do not need each other, which takes some seconds and saves the backend its work between kernels; absent
   * where the backend only has kernels.
   * @returns `undefined` where these plans have to stay as they are
   */
  readonly join?: (pieces: readonly Piece[]) => WholeGraph | undefined;
}

/** The library over an initialised backend. */
export function overBackend(tf: TfjsCore, backend: string, { version, threads, operationsAtOnce = 1, join }: Pick<TfjsLibrary, 'version' | 'threads' | 'join'> & Partial<Pick<TfjsLibrary, 'operationsAtOnce'>>): TfjsLibrary {
  // Else it warns of itself: of another copy of its own, and of each check that costs time.
  tf.enableProdMode();
  const engine = tf.engine();
  return {
    tf,
    version,
    threads,
    operationsAtOnce,
    ...(join && { join }),
    activate() {
      // The promise is about starting a backend; this one has started, and is switched to at once.
      if (engine.backendName !== backend) void tf.setBackend(backend);
    },
    kernel(name, result = 0) {
      if (tf.getKernel(name, backend) === undefined) throw new Error(`The backend ${backend} of TensorFlow.js has no kernel ${name}.`);
      return (inputs, attributes) => {
        const results = engine.runKernel(name, inputs, attributes);
        if (!Array.isArray(results)) return results;
        results.forEach((tensor, i) => {
          if (i !== result) tensor.dispose();
        });
        return results[result]!;
      };
    },
  };
}
