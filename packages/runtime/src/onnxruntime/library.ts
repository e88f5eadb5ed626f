import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { messageOf } from '../device-failure.ts';
import { RuntimeError } from '../runtime-error.ts';
import { turnTelemetryOff } from './telemetry.ts';

export type OnnxRuntime = typeof import('onnxruntime-node');

export interface LoadedLibrary {
  readonly ort: OnnxRuntime;
  readonly version: string;
}

let loading: Promise<LoadedLibrary> | undefined;

/**
 * Loads ONNX Runtime's native library, once. It is imported only when asked for, because on a platform that it has no
 * binary for the import itself throws.
 * @throws runtime.device_unavailable
 */
export function loadOnnxRuntime(): Promise<LoadedLibrary> {
  loading ??= load();
  return loading;
}

/** Threads that one call gets: what the operating system grants this process. */
export function defaultThreads(): number {
  return availableParallelism();
}

/** Where ONNX Runtime's native library for this machine lies; it looks for further providers beside it. */
export function nativeFolder(): string {
  const packageFolder = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')), '..');
  return join(packageFolder, 'bin', 'napi-v6', process.platform, process.arch);
}

async function load(): Promise<LoadedLibrary> {
  turnTelemetryOff();
  try {
    const imported = await import('onnxruntime-node');
    // A CommonJS module: bundlers and Node disagree on whether its names are also on the namespace.
    const ort = 'default' in imported ? (imported.default as OnnxRuntime) : imported;
    // Its warnings are about probing for GPUs and about node placement; errors come back as exceptions anyway.
    ort.env.logLevel = 'error';
    return { ort, version: ort.env.versions.node ?? ort.env.versions.common };
  } catch (cause) {
    throw new RuntimeError('runtime.device_unavailable', `ONNX Runtime could not be loaded on ${process.platform}/${process.arch}: ${messageOf(cause)} ` +
      'Run `npm ci` on this machine (its binaries ship for Linux, macOS and Windows on x64 and arm64).', { platform: process.platform, arch: process.arch }, { cause });
  }
}
