import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDevice, openWithFallback, parseMeasurements, type ChooseOptions, type Device, type DeviceChange } from '@lookalike/runtime';
import { readSettings } from '@lookalike/store';

export interface ChosenDevice {
  /** Id of a device, or `auto`. */
  readonly id: string;
  readonly threads?: number | undefined;
  /** Default: where `lookalike devices --measure` keeps what it measured; a machine that was not measured has no such file. */
  readonly measurements?: string;
  /** Told when the device failed and another one goes on. */
  readonly onChange?: (change: DeviceChange) => void;
}

/** Where measurements of this machine's devices are kept, for every part of the platform. */
export function measurementsPath(): string {
  return join(readSettings(process.env).dataDirectory, 'devices.json');
}

/**
 * Opens a device as the worker does: with `auto` the fastest that was measured and agrees, else by the table, and another one goes on
 * when it fails. A device that was named is the only one.
 * @throws runtime.device_unavailable
 */
export async function openChosenDevice({ id, threads, measurements = measurementsPath(), onChange }: ChosenDevice): Promise<Device> {
  const options: ChooseOptions = threads === undefined ? {} : { threads };
  if (id !== 'auto') return openDevice(id, options);
  return openWithFallback({ ...options, measurements: parseMeasurements(await readFile(measurements, 'utf8').catch(() => '')), ...(onChange !== undefined && { onChange }) });
}
