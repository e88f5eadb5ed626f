import { writeOnnx } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { InferenceSession } from 'onnxruntime-node';
import type { Device, DeviceDriver, DeviceReport, Executable, OpenOptions } from '../device.ts';
import { RuntimeError } from '../runtime-error.ts';
import { cpuSessionOptions } from './cpu-session-options.ts';
import { OnnxRuntimeExecutable } from './executable.ts';
import { defaultThreads, loadOnnxRuntime, messageOf } from './library.ts';

const id = 'onnxruntime-cpu';
const label = 'ONNX Runtime on the processor';

/** ONNX Runtime's CPU provider, which ships inside its npm package. */
export const onnxRuntimeCpu: DeviceDriver = {
  async report(): Promise<DeviceReport> {
    try {
      const { version } = await loadOnnxRuntime();
      return { id, label, available: true, version, threads: defaultThreads() };
    } catch (cause) {
      return { id, label, available: false, threads: defaultThreads(), reason: messageOf(cause) };
    }
  },

  async connect({ threads = defaultThreads() }: OpenOptions): Promise<Device> {
    const { version } = await loadOnnxRuntime();
    return { id, label, version, threads, open: (graph, options) => open(graph, { threads, ...options }) };
  },
};

async function open(graph: Graph, { threads = defaultThreads() }: OpenOptions): Promise<Executable> {
  const { ort } = await loadOnnxRuntime();
  const bytes = writeOnnx(graph);
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(bytes, cpuSessionOptions(threads));
  } catch (cause) {
    throw new RuntimeError('runtime.model_refused', `ONNX Runtime refuses the graph "${graph.name}": ${messageOf(cause)} ` +
      'Check that the network runs in ONNX Runtime by itself; if it does, report the graph as a bug of Lookalike.', { device: id, graph: graph.name }, { cause });
  }
  return new OnnxRuntimeExecutable({ ort, session, graph });
}
