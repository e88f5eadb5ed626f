import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cardSessionOptions } from './card-session-options.ts';
import { onnxRuntimeDriver } from './driver.ts';
import { nativeFolder } from './library.ts';
import { ortGraphOf } from './ort-graph.ts';
import { tryProvider } from './probe.ts';
import type { ProbeResult } from './provider.ts';
import { resizesOnCards } from './resizes.ts';
import { rewrite } from './rewrite.ts';

/** ONNX Runtime's CUDA provider, which `npm run setup:cuda` installs beside its other libraries. */
export const onnxRuntimeCuda = onnxRuntimeDriver({
  id: 'onnxruntime-cuda',
  hardware: 'gpu',
  label: () => 'ONNX Runtime on an NVIDIA graphics card (CUDA)',
  probe,
  sessionOptions: (threads) => cardSessionOptions('cuda', threads),
  splitsBatches: false,
  prepare: (graph) => ortGraphOf(rewrite(graph, { Resize: resizesOnCards })),
});

async function probe(): Promise<ProbeResult> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { reason: `ONNX Runtime's CUDA provider for Node exists for Linux on x64 only, not for ${process.platform}/${process.arch}; take onnxruntime-webgpu.` };
  if (!existsSync(join(nativeFolder(), 'libonnxruntime_providers_cuda.so'))) return { reason: "ONNX Runtime's CUDA provider is not installed. On a machine with an NVIDIA card, run `npm run setup:cuda`." };
  const trial = await tryProvider('cuda');
  if (trial.failure !== undefined) return { reason: `ONNX Runtime's CUDA provider is installed but does not work here: ${trial.failure} It needs an NVIDIA driver, CUDA 12 and cuDNN 9 (libcudnn9-cuda-12) where the system's loader finds them.` };
  return { hardware: 'gpu' };
}
