import { listDevices } from '@lookalike/runtime';

/** Lists what this machine can run networks on, and why not where it cannot. */
export async function printDevices(write: (line: string) => void): Promise<void> {
  const devices = await listDevices();
  const width = Math.max(...devices.map(({ id }) => id.length));
  for (const { id, label, available, version, threads, reason } of devices) {
    const state = available ? `${version === undefined ? '' : `, version ${version}`}, ${threads} threads` : `: ${reason}`;
    write(`${available ? '✓' : '✗'} ${id.padEnd(width)}  ${label}${state}`);
  }
}
