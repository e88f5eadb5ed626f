import type { Tensor } from '@lookalike/graph';
import type { InferenceSession } from 'onnxruntime-node';
import type { Tensors } from '../device.ts';
import type { OnnxRuntime } from './library.ts';
import { fromOrt, toOrt } from './tensors.ts';

/** A model that ONNX Runtime has open, in this thread or in another. */
export interface Session {
  run(feeds: Tensors): Promise<Record<string, Tensor>>;
  close(): Promise<void>;
}

/** Opens a model in the calling thread, which stands still while the model runs. */
export async function openSession(ort: OnnxRuntime, model: Uint8Array, options: InferenceSession.SessionOptions): Promise<Session> {
  const session = await ort.InferenceSession.create(model, options);
  return {
    async run(feeds) {
      const results = await session.run(Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(ort, tensor)])));
      return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromOrt(value)]));
    },
    close: () => session.release(),
  };
}
