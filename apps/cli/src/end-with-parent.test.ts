import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const preload = fileURLToPath(new URL('end-with-parent.ts', import.meta.url));

/** A service that does not stop when it is told to: its database is gone, and it waits for it. */
const stubborn = `process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000); console.log(process.pid);`;

const parent = `
  const { spawn } = require('node:child_process');
  spawn(process.execPath, ['--import', 'tsx', '--import', ${JSON.stringify(preload)}, '--eval', ${JSON.stringify(stubborn)}], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  setInterval(() => undefined, 1000);
`;

it('a service ends after its supervisor was killed, even one that waits for something that never comes', async () => {
  const supervisor = spawn(process.execPath, ['--eval', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: supervisor.stdout }), 'line')) as [string];
  const service = Number(line);
  expect(runs(service)).toBe(true);
  supervisor.kill('SIGKILL');
  while (runs(service)) await new Promise((resolve) => setTimeout(resolve, 100));
});

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // There is no such process.
  }
}
