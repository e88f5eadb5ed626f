import { preferredDevices } from './choose-device.ts';
import type { DeviceMeasurement } from './choose-device.ts';
import type { Device, DeviceDriver, DeviceId, DeviceReport, OpenOptions } from './device.ts';
import { onnxRuntimeCpu } from './onnxruntime/cpu.ts';
import { onnxRuntimeCuda } from './onnxruntime/cuda.ts';
import { onnxRuntimeWebGpu } from './onnxruntime/webgpu.ts';
import { RuntimeError } from './runtime-error.ts';
import { tfjsNode, tfjsNodeGpu, tfjsWasm } from './tfjs/driver.ts';
import { withFallback } from './with-fallback.ts';
import type { FallbackDevice, FallbackOptions } from './with-fallback.ts';

/** In the order in which `auto` prefers them where nothing was measured. */
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

export interface ChooseOptions extends OpenOptions {
  /** What was measured on this machine; `auto` then takes the fastest device that agrees, see {@link preferredDevices}. */
  readonly measurements?: readonly DeviceMeasurement[];
}

/**
 * Opens a device by its id, or with `'auto'` the preferred one of those that compute on real hardware.
 * @throws runtime.device_unavailable naming the reason and the devices that there are.
 * @example const device = await openDevice('auto');
 */
export async function openDevice(id: string = 'auto', { measurements, ...options }: ChooseOptions = {}): Promise<Device> {
  const reports = await listDevices();
  const wanted = id === 'auto' ? preferredDevices(reports, measurements)[0] : id;
  const chosen = reports.find((report) => report.id === wanted);
  if (chosen?.available !== true) {
    const there = reports.filter((report) => report.available).map((report) => report.id);
    const reason = chosen?.reason ?? (id === 'auto' ? reports.map((report) => report.reason).filter(Boolean).join(' ') : `Lookalike knows no such device; it knows ${Object.keys(drivers).join(', ')}.`);
    throw new RuntimeError('runtime.device_unavailable', `Device "${id}" is not available. ${reason} ` +
      (there.length > 0 ? `Available here: ${there.join(', ')}.` : 'No device is available here.'), { device: id, available: there });
  }
  return drivers[chosen.id].connect(options);
}

/**
 * Opens the device that `auto` takes, with those after it to go on with when it fails.
 * @throws runtime.device_unavailable
 */
export async function openWithFallback({ onChange, ...options }: ChooseOptions & Pick<FallbackOptions, 'onChange'> = {}): Promise<FallbackDevice> {
  const { measurements, ...openOptions } = options;
  const device = await openDevice('auto', options);
  const others = preferredDevices(await listDevices(), measurements).filter((id) => id !== device.id).map((id) => () => drivers[id].connect(openOptions));
  return withFallback(device, { others, ...(onChange !== undefined && { onChange }) });
}
