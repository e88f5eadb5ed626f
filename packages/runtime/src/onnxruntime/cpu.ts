import { blockSize } from './cpu/block-size.ts';
import { prepareForCpu } from './cpu/pipeline.ts';
import { cpuSessionOptions } from './cpu-session-options.ts';
import { onnxRuntimeDriver } from './driver.ts';

/** ONNX Runtime's CPU provider, which ships inside its npm package. */
export const onnxRuntimeCpu = onnxRuntimeDriver({
  id: 'onnxruntime-cpu',
  hardware: 'processor',
  label: () => 'ONNX Runtime on the processor',
  // Part of the library itself: what loads it has it.
  probe: () => Promise.resolve({ hardware: 'processor' }),
  sessionOptions: cpuSessionOptions,
  splitsBatches: true,
  prepare: async (graph) => prepareForCpu(graph, await blockSize()),
});
