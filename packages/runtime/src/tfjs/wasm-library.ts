import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { RuntimeError } from '../runtime-error.ts';
import { overBackend } from './library.ts';
import type { TfjsCore, TfjsLibrary } from './library.ts';

/** The package never starts WebAssembly's threads in Node. */
export const wasmThreads = 1;

let loading: Promise<TfjsLibrary> | undefined;

/** The version that is installed, without loading it. */
export function wasmVersion(): string {
  const require = createRequire(import.meta.url);
  // Every package has a version.
  return (require('@tensorflow/tfjs-backend-wasm/package.json') as { version: string }).version;
}

/** Loads TensorFlow.js with its WebAssembly backend, once. @throws runtime.device_unavailable */
export function loadWasm(): Promise<TfjsLibrary> {
  loading ??= load();
  return loading;
}

async function load(): Promise<TfjsLibrary> {
  try {
    const imported = await import('@tensorflow/tfjs-core');
    // CommonJS modules: bundlers and Node disagree on whether their names are also on the namespace.
    const tf = ('default' in imported ? imported.default : imported) as TfjsCore;
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    const { setWasmPaths } = ('default' in wasm ? wasm.default : wasm) as typeof wasm;
    const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
    setWasmPaths(join(folder, sep));
    if (!(await tf.setBackend('wasm'))) throw new Error('its WebAssembly backend did not start.');
    return overBackend(tf, 'wasm', { version: tf.version_core, threads: wasmThreads });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RuntimeError('runtime.device_unavailable', `TensorFlow.js could not be loaded: ${message} Run \`npm ci\` on this machine.`, {}, { cause });
  }
}
