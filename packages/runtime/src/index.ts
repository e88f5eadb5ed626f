export { listDevices, openDevice, openWithFallback } from './devices.ts';
export type { ChooseOptions } from './devices.ts';
export { agreementTolerance, parseMeasurements, preferredDevices } from './choose-device.ts';
export type { DeviceMeasurement } from './choose-device.ts';
export type { Device, DeviceId, DeviceReport, Executable, Hardware, OpenOptions } from './device.ts';
export { withFallback } from './with-fallback.ts';
export type { DeviceChange, FallbackDevice, FallbackOptions } from './with-fallback.ts';
export { runOnce } from './run-once.ts';
export { RuntimeError } from './runtime-error.ts';
