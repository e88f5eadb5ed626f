import type { InferenceSession } from 'onnxruntime-node';

/**
 * One operator at a time on all threads: the graph is a chain of large convolutions, so running operators side by side
 * only splits the cache. The memory plan is kept per shape, since the batch size rarely changes.
 */
export function cpuSessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: true,
    enableMemPattern: true,
    // The arena would round weights up to powers of two.
    extra: { session: { use_device_allocator_for_initializers: '1' } },
    logSeverityLevel: 3,
  };
}
