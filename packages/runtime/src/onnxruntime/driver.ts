import { inferTypes, sizeAt, writeOnnx, writeSplitOnnx } from '@lookalike/graph';
import type { Graph, SplitModel } from '@lookalike/graph';
import type { InferenceSession } from 'onnxruntime-node';
import { batchAxes } from '../batch-axes.ts';
import type { DeviceDriver, DeviceReport, Executable } from '../device.ts';
import { messageOf, openingFailed } from '../device-failure.ts';
import { RuntimeError } from '../runtime-error.ts';
import { OnnxRuntimeExecutable } from './executable.ts';
import { defaultThreads, loadOnnxRuntime } from './library.ts';
import type { ProbeResult, Provider } from './provider.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { startWorkerSession } from './worker-session.ts';

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
      return { id, label, version, threads, settlesAtRun: 1, open: (graph, options) => open(provider, graph, options?.threads ?? threads) };
    },
  };
}

/** Each part has the weights in memory of its own; beyond this many threads, they share one session. */
const mostParts = 8;

/** Graphs with fewer weights are done before the parts have been handed to their threads. */
const leastWeights = 2 ** 14;

async function open(provider: Provider, graph: Graph, threads: number): Promise<Executable> {
  const { ort } = await loadOnnxRuntime();
  const prepared = await provider.prepare(graph);
  const options = (count: number): InferenceSession.SessionOptions => provider.sessionOptions(count, prepared);
  const refusing = async <Opened>(opening: Promise<Opened>): Promise<Opened> => {
    try {
      return await opening;
    } catch (cause) {
      throw openingFailed({ library: 'ONNX Runtime', graph: graph.name }, cause, 'Check that the network runs in ONNX Runtime by itself; if it does, report the graph as a bug of Lookalike.');
    }
  };
  const whole = (): Promise<Session> => refusing(openSession(ort, writeOnnx(prepared), options(threads)));
  const axes = provider.splitsBatches && threads > 1 && threads <= mostParts && weightsOf(graph) >= leastWeights ? batchAxes(graph) : undefined;
  const executable = new OnnxRuntimeExecutable(graph, axes === undefined ? { whole } : {
    whole, parts: { count: threads, imagesAtOnce: imagesAtOnce(graph), axes, open: () => refusing(openParts(() => writeSplitOnnx(prepared), threads, options(1))) },
  });
  await executable.open();
  return executable;
}

async function openParts(write: () => SplitModel, count: number, options: InferenceSession.SessionOptions): Promise<readonly Session[]> {
  // The threads start while the model is written.
  const sessions = Array.from({ length: count }, startWorkerSession);
  try {
    const model = write();
    const openings = await Promise.allSettled(sessions.map((session) => session.open(model, options)));
    const failed = openings.find((opening) => opening.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } catch (error) {
    await Promise.all(sessions.map((session) => session.close()));
    throw error;
  }
  return sessions;
}

/**
 * A session gets so many images at once that its largest value has at most these bytes, and one at least: values then stay in the caches
 * of their core from one operator to the next. `docs/performance.md` says what that gives.
 */
const largestValueBytes = 2.5e6;

function imagesAtOnce(graph: Graph): number {
  const bytes = [...inferTypes(graph).values()].filter(({ shape }) => shape.some((size) => typeof size !== 'number')).map(({ shape }) => 4 * shape.reduce<number>((product, size) => product * sizeAt(size, 1), 1));
  return Math.max(1, Math.floor(largestValueBytes / Math.max(1, ...bytes)));
}

function weightsOf({ constants }: Graph): number {
  return [...constants.values()].reduce((sum, { data }) => sum + data.length, 0);
}
