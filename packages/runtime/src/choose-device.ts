import type { DeviceId, DeviceReport } from './device.ts';

/** What one step took on a device, and how far its numbers were from the reference device's. */
export interface DeviceMeasurement {
  readonly id: DeviceId;
  readonly version: string;
  readonly threads: number;
  readonly stepMs: number;
  readonly imagesPerSecond: number;
  /** Greatest difference of the gradient from the reference's, relative to the reference's greatest magnitude. */
  readonly disagreement: number;
}

/**
 * What is still agreement. Float32 on another device differs by some 1e-6; a unit at its kink may then fall to the other
 * side, which moves single pixels by more. Half precision, or a wrong kernel, differs by 1e-2 and more.
 */
export const agreementTolerance = 1e-3;

/**
 * Puts the devices that can do real work in the order in which `auto` tries them. Where each of them was measured as it is
 * now (version, threads), those that agree come by their speed, and those that do not are left out; else, in the order of
 * the table, which goes from graphics cards to the processor.
 */
export function preferredDevices(reports: readonly DeviceReport[], measurements: readonly DeviceMeasurement[] = []): readonly DeviceId[] {
  const candidates = reports.filter(({ available, hardware }) => available && hardware !== 'software-gpu');
  const measured = candidates.map(({ id, version, threads }) => measurements.find((one) => one.id === id && one.version === version && one.threads === threads));
  if (!measured.every((one) => one !== undefined)) return candidates.map(({ id }) => id);
  return measured.filter(({ disagreement }) => disagreement <= agreementTolerance).sort((a, b) => a.stepMs - b.stepMs).map(({ id }) => id);
}

/** Reads measurements that an app has kept as JSON. What is no measurement is left out: `auto` then goes by the table. */
export function parseMeasurements(json: string): readonly DeviceMeasurement[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return [];
  }
  return Array.isArray(value) ? value.filter(isMeasurement) : [];
}

function isMeasurement(value: unknown): value is DeviceMeasurement {
  if (typeof value !== 'object' || value === null) return false;
  const { id, version, threads, stepMs, imagesPerSecond, disagreement } = value as Record<string, unknown>; // an object has some properties
  return typeof id === 'string' && typeof version === 'string' && [threads, stepMs, imagesPerSecond, disagreement].every((number) => typeof number === 'number');
}
