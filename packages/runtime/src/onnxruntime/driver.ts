import { writeOnnx } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { InferenceSession } from 'onnxruntime-node';
import type { DeviceDriver, DeviceReport, Executable } from '../device.ts';
import { RuntimeError } from '../runtime-error.ts';
import { OnnxRuntimeExecutable } from './executable.ts';
import { defaultThreads, loadOnnxRuntime, messageOf } from './library.ts';
import type { ProbeResult, Provider } from './provider.ts';

/** The driver of one of ONNX Runtime's execution providers. It is probed once per process, when first asked for. */
export function onnxRuntimeDriver(provider: Provider): DeviceDriver {
  const { id } = provider;
  let probing: Promise<ProbeResult> | undefined;

  const report = async (): Promise<DeviceReport> => {
    const threads = defaultThreads();
    try {
      const { version } = await loadOnnxRuntime();
      probing ??= provider.probe();
      const found = await probing;
      const hardware = found.reason === undefined ? found.hardware : provider.hardware;
      const known = { id, label: provider.label(hardware), hardware, version, threads };
      return found.reason === undefined ? { ...known, available: true } : { ...known, available: false, reason: found.reason };
    } catch (cause) {
      return { id, label: provider.label(provider.hardware), hardware: provider.hardware, available: false, threads, reason: messageOf(cause) };
    }
  };

  return {
    report,
    async connect({ threads = defaultThreads() }) {
      const { label, version, reason } = await report();
      if (version === undefined || reason !== undefined) throw new RuntimeError('runtime.device_unavailable', `Device "${id}" is not available. ${reason}`, { device: id });
      return { id, label, version, threads, open: (graph, options) => open(provider, graph, options?.threads ?? threads) };
    },
  };
}

async function open(provider: Provider, graph: Graph, threads: number): Promise<Executable> {
  const { ort } = await loadOnnxRuntime();
  const prepared = provider.prepare(graph);
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(writeOnnx(prepared), provider.sessionOptions(threads, prepared));
  } catch (cause) {
    throw new RuntimeError('runtime.model_refused', `ONNX Runtime refuses the graph "${graph.name}": ${messageOf(cause)} ` +
      'Check that the network runs in ONNX Runtime by itself; if it does, report the graph as a bug of Lookalike.', { device: provider.id, graph: graph.name }, { cause });
  }
  return new OnnxRuntimeExecutable({ ort, session, graph });
}
