import { availableParallelism } from 'node:os';
import type { Device, DeviceDriver, DeviceId, DeviceReport, OpenOptions } from '../device.ts';
import { TfjsExecutable } from './executable.ts';
import type { TfjsLibrary } from './library.ts';
import { loadWasm } from './wasm-library.ts';

/** TensorFlow.js's WebAssembly backend, which ships inside its npm package. */
export const tfjsWasm: DeviceDriver = driver('tfjs-wasm', 'TensorFlow.js in WebAssembly', loadWasm);

function driver(id: DeviceId, label: string, load: (options: OpenOptions) => Promise<TfjsLibrary>): DeviceDriver {
  return {
    async report(): Promise<DeviceReport> {
      try {
        const { version, threads } = await load({});
        return { id, label, hardware: 'processor', available: true, version, threads };
      } catch (cause) {
        return { id, label, hardware: 'processor', available: false, threads: availableParallelism(), reason: cause instanceof Error ? cause.message : String(cause) };
      }
    },

    async connect(options: OpenOptions): Promise<Device> {
      const library = await load(options);
      const { version, threads } = library;
      return { id, label, version, threads, open: (graph) => TfjsExecutable.open(library, graph) };
    },
  };
}
