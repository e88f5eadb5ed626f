import type { NamedAttrMap, NamedTensorMap, Tensor as KernelTensor } from '@tensorflow/tfjs-core';

export type TfjsCore = typeof import('@tensorflow/tfjs-core');

export type KernelCall = (inputs: NamedTensorMap, attributes: NamedAttrMap) => KernelTensor;

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
}

/** The library over an initialised backend. */
export function overBackend(tf: TfjsCore, backend: string, { version, threads }: { readonly version: string; readonly threads: number }): TfjsLibrary {
  // Else it warns of itself: of another copy of its own, and of each check that costs time.
  tf.enableProdMode();
  const engine = tf.engine();
  return {
    tf,
    version,
    threads,
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
