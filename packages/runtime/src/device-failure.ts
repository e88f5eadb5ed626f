import { RuntimeError } from './runtime-error.ts';

interface Failing {
  /** What computes, as in "ONNX Runtime". */
  readonly library: string;
  readonly graph: string;
}

/** What a library threw while it opened a graph. @param advice what to do unless memory is short */
export function openingFailed({ library, graph }: Failing, cause: unknown, advice: string): RuntimeError {
  if (cause instanceof RuntimeError) return cause;
  if (isOutOfMemory(cause)) return outOfMemory(`${library} has too little memory for the graph "${graph}": ${messageOf(cause)} Close what else needs memory, or take a device that has more.`, graph, cause);
  return new RuntimeError('runtime.model_refused', `${library} refuses the graph "${graph}": ${messageOf(cause)} ${advice}`, { graph }, { cause });
}

/** What a library threw while it ran one. */
export function runFailed({ library, graph }: Failing, cause: unknown): RuntimeError {
  if (cause instanceof RuntimeError) return cause;
  if (isOutOfMemory(cause)) return outOfMemory(`${library} has too little memory to run the graph "${graph}": ${messageOf(cause)} Take a smaller batch, or a device that has more.`, graph, cause);
  return new RuntimeError('runtime.run_failed', `${library} failed while running the graph "${graph}": ${messageOf(cause)}`, { graph }, { cause });
}

function outOfMemory(message: string, graph: string, cause: unknown): RuntimeError {
  return new RuntimeError('runtime.out_of_memory', message, { graph }, { cause });
}

/**
 * By what the libraries say: ONNX Runtime's arenas and C++; CUDA; TensorFlow; WebGPU, also of sizes beyond 32 bits; V8 for what WebAssembly and
 * JavaScript hold.
 */
function isOutOfMemory(cause: unknown): boolean {
  return /failed to allocate|bad_alloc|out of memory|OOM when allocating|allocation size too large|narrowing_error|allocation failed|invalid (typed )?array length/i.test(messageOf(cause));
}

/** What an error says, as a sentence. */
export function messageOf(cause: unknown): string {
  const message = (cause instanceof Error ? cause.message : String(cause)).trim();
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
