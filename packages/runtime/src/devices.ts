import type { Device, DeviceDriver, DeviceId, DeviceReport, OpenOptions } from './device.ts';
import { onnxRuntimeCpu } from './onnxruntime/cpu.ts';
import { onnxRuntimeCuda } from './onnxruntime/cuda.ts';
import { onnxRuntimeWebGpu } from './onnxruntime/webgpu.ts';
import { RuntimeError } from './runtime-error.ts';
import { tfjsNode, tfjsNodeGpu, tfjsWasm } from './tfjs/driver.ts';

/** In the order in which `auto` prefers them. */
const drivers: Record<DeviceId, DeviceDriver> = {
  'onnxruntime-cuda': onnxRuntimeCuda,
  'onnxruntime-webgpu': onnxRuntimeWebGpu,
  'tfjs-node-gpu': tfjsNodeGpu,
  'onnxruntime-cpu': onnxRuntimeCpu,
  'tfjs-node': tfjsNode,
  'tfjs-wasm': tfjsWasm,
};

/** Says of every device that Lookalike knows whether this machine has it. Never throws: what is missing says why. */
export async function listDevices(): Promise<readonly DeviceReport[]> {
  return Promise.all(Object.values(drivers).map((driver) => driver.report()));
}

/**
 * Opens a device by its id, or with `'auto'` the first available one that computes on real hardware.
 * @throws runtime.device_unavailable naming the reason and the devices that there are.
 * @example const device = await openDevice('auto');
 */
export async function openDevice(id: string = 'auto', options: OpenOptions = {}): Promise<Device> {
  const reports = await listDevices();
  const chosen = reports.find((report) => (id === 'auto' ? report.available && report.hardware !== 'software-gpu' : report.id === id));
  if (chosen?.available !== true) {
    const there = reports.filter((report) => report.available).map((report) => report.id);
    const reason = chosen?.reason ?? (id === 'auto' ? reports.map((report) => report.reason).join(' ') : `Lookalike knows no such device; it knows ${Object.keys(drivers).join(', ')}.`);
    throw new RuntimeError('runtime.device_unavailable', `Device "${id}" is not available. ${reason} ` +
      (there.length > 0 ? `Available here: ${there.join(', ')}.` : 'No device is available here.'), { device: id, available: there });
  }
  return drivers[chosen.id].connect(options);
}
