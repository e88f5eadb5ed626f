export { listDevices, openDevice } from './devices.ts';
export type { Device, DeviceId, DeviceReport, Executable, Hardware, OpenOptions } from './device.ts';
export { RuntimeError } from './runtime-error.ts';
