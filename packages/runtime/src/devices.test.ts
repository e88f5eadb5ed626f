import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listDevices, openDevice } from './index.ts';

describe('listDevices', () => {
  it('says that ONNX Runtime on the processor is there, with its version and threads', async () => {
    const report = (await listDevices()).find(({ id }) => id === 'onnxruntime-cpu')!;
    expect(report).toMatchObject({ available: true, label: 'ONNX Runtime on the processor', hardware: 'processor' });
    expect(report.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(report.threads).toBeGreaterThanOrEqual(1);
    expect(report).not.toHaveProperty('reason');
  });

  it('says of every device that is not there why, and what to do', async () => {
    for (const { available, reason } of await listDevices()) expect(available ? undefined : reason?.length ?? 0).not.toBe(0);
  });

  it('knows no device without a test of its contract', async () => {
    const untested = (await listDevices()).filter(({ id }) => !existsSync(join(import.meta.dirname, 'contract', `${id}.test.ts`)));
    expect(untested).toEqual([]);
  });
});

describe('openDevice', () => {
  it('takes the best device that is real hardware when left to choose', async () => {
    const best = (await listDevices()).find(({ available, hardware }) => available && hardware !== 'software-gpu')!;
    expect(await openDevice('auto', { threads: 1 })).toMatchObject({ id: best.id, threads: 1 });
  });

  it('refuses a device that Lookalike does not know, and lists those that are there', async () => {
    await expect(openDevice('abacus')).rejects.toMatchObject({ code: 'runtime.device_unavailable', message: expect.stringMatching(/"abacus".*knows .*onnxruntime-cpu.*Available here: .*onnxruntime-cpu/) });
  });
});
