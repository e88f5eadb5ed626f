import { listDevices } from '@lookalike/runtime';

/** Lists what this machine can run networks on, and why not where it cannot. */
export async function printDevices(write: (line: string) => void): Promise<void> {
  const devices = await listDevices();
  const width = Math.max(...devices.map(({ id }) => id.length));
  for (const device of devices) write(`${device.available ? '✓' : '✗'} ${device.id.padEnd(width)}  ${device.label}${device.available ? '' : `: ${device.reason}`}`);
}
