import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Device, DeviceDriver, DeviceId, OpenOptions } from '../device.ts';
import { runsBeforeJoining, TfjsExecutable } from './executable.ts';
import type { TfjsLibrary } from './library.ts';
import { findNodePackage, howToInstall, loadNodePackage } from './native/node-library.ts';
import type { NodePackage } from './native/node-library.ts';
import { loadWasm, wasmThreads, wasmVersion } from './wasm-library.ts';

interface Kind {
  readonly id: DeviceId;
  readonly label: string;
  /** Looks without loading anything, so that listing devices stays quick. @throws with the reason why it is not there */
  readonly look: () => { readonly version: string; readonly threads: number };
  readonly load: (options: OpenOptions) => TfjsLibrary | Promise<TfjsLibrary>;
}

/** TensorFlow's own library with CUDA, where `npm run setup:tensorflow -- --gpu` has put it. */
export const tfjsNodeGpu: DeviceDriver = native('tfjs-node-gpu', 'TensorFlow on the graphics card', '@tensorflow/tfjs-node-gpu');

/** TensorFlow's own library, where `npm run setup:tensorflow` has put it. */
export const tfjsNode: DeviceDriver = native('tfjs-node', 'TensorFlow on the processor', '@tensorflow/tfjs-node');

/** TensorFlow.js's WebAssembly backend, which ships inside its npm package. */
export const tfjsWasm: DeviceDriver = driver({
  id: 'tfjs-wasm',
  label: 'TensorFlow.js in WebAssembly',
  look: () => ({ version: wasmVersion(), threads: wasmThreads }),
  load: loadWasm,
});

function native(id: DeviceId, label: string, name: NodePackage): DeviceDriver {
  return driver({
    id,
    label,
    look: () => {
      const found = findNodePackage(name);
      if (found === undefined) throw new Error(howToInstall(name));
      if (name.endsWith('-gpu') && !hasGraphicsDriver()) throw new Error('No NVIDIA driver is loaded on this machine.');
      return { version: found.version, threads: availableParallelism() };
    },
    load: ({ threads }) => loadNodePackage(name, threads),
  });
}

/** Linux's driver, or what Windows lends to its Linux. */
function hasGraphicsDriver(): boolean {
  return ['/proc/driver/nvidia/version', '/dev/dxg'].some((path) => existsSync(path)) || process.platform === 'win32';
}

function driver({ id, label, look, load }: Kind): DeviceDriver {
  const hardware = id === 'tfjs-node-gpu' ? 'gpu' : 'processor';
  return {
    async report() {
      try {
        return { id, label, hardware, available: true, ...look() };
      } catch (cause) {
        return { id, label, hardware, available: false, threads: availableParallelism(), reason: cause instanceof Error ? cause.message : String(cause) };
      }
    },

    async connect(options: OpenOptions): Promise<Device> {
      const library = await load(options);
      const { version, threads } = library;
      return { id, label, version, threads, settlesAtRun: library.join === undefined ? 1 : runsBeforeJoining, open: (graph) => TfjsExecutable.open(library, graph) };
    },
  };
}
