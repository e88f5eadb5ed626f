import type { InferenceSession } from 'onnxruntime-node';

/** How a graph runs on a graphics card; nodes that the provider has no kernel for run on the processor. */
export function cardSessionOptions(provider: InferenceSession.ExecutionProviderConfig, threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider, 'cpu'],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  };
}
