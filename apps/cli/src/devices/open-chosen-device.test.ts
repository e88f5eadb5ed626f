import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listDevices, preferredDevices } from '@lookalike/runtime';
import { afterAll, expect, it } from 'vitest';
import { openChosenDevice } from './open-chosen-device.ts';

const folder = mkdtempSync(join(tmpdir(), 'lookalike-measured-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('auto takes the device that was measured to be the fastest', async () => {
  const reports = await listDevices();
  const measurements = join(folder, 'devices.json');
  const stepMs = new Map(reports.map(({ id }) => [id as string, id === 'tfjs-wasm' ? 1 : 100]));
  writeFileSync(measurements, JSON.stringify(reports.map(({ id, version = '', threads }) => ({ id, version, threads, stepMs: stepMs.get(id), imagesPerSecond: 1, disagreement: 0 }))));
  expect((await openChosenDevice({ id: 'auto', measurements })).id).toBe('tfjs-wasm');
});

it('auto goes by the table on a machine that was not measured', async () => {
  expect((await openChosenDevice({ id: 'auto', measurements: join(folder, 'none.json') })).id).toBe(preferredDevices(await listDevices())[0]);
});

it('a device that was named is taken, whatever was measured', async () => {
  expect((await openChosenDevice({ id: 'onnxruntime-cpu', measurements: join(folder, 'devices.json') })).id).toBe('onnxruntime-cpu');
});
