import { describe, expect, it } from 'vitest';
import { parseMeasurements, preferredDevices } from './choose-device.ts';
import type { DeviceMeasurement } from './choose-device.ts';
import type { DeviceId, DeviceReport, Hardware } from './device.ts';

const reports = [report('onnxruntime-cuda', 'gpu'), report('onnxruntime-webgpu', 'gpu'), report('onnxruntime-cpu', 'processor')];

describe('preferredDevices', () => {
  it('goes by the table where nothing was measured', () => {
    expect(preferredDevices(reports)).toEqual(['onnxruntime-cuda', 'onnxruntime-webgpu', 'onnxruntime-cpu']);
  });

  it('leaves out what is not there, and software graphics drivers', () => {
    expect(preferredDevices([report('onnxruntime-cuda', 'gpu', false), report('onnxruntime-webgpu', 'software-gpu'), reports[2]!])).toEqual(['onnxruntime-cpu']);
  });

  it('goes by the speed where all were measured, and leaves out what does not agree', () => {
    const measurements = [measured('onnxruntime-cuda', 5, 0.02), measured('onnxruntime-webgpu', 40, 1e-6), measured('onnxruntime-cpu', 20, 0)];
    expect(preferredDevices(reports, measurements)).toEqual(['onnxruntime-cpu', 'onnxruntime-webgpu']);
  });

  it('does not take NaN for agreement', () => {
    expect(preferredDevices(reports, [measured('onnxruntime-cuda', 5, NaN), measured('onnxruntime-webgpu', 40, 0), measured('onnxruntime-cpu', 20, 0)])).not.toContain('onnxruntime-cuda');
  });

  it('forgets measurements once a version or the threads change, or a device joins', () => {
    const all = [measured('onnxruntime-cuda', 50, 0), measured('onnxruntime-webgpu', 40, 0), measured('onnxruntime-cpu', 20, 0)];
    for (const measurements of [all.slice(1), [{ ...all[0]!, version: '1.29.0' }, ...all.slice(1)], [...all.slice(0, 2), { ...all[2]!, threads: 8 }]]) {
      expect(preferredDevices(reports, measurements)[0]).toBe('onnxruntime-cuda');
    }
  });
});

describe('parseMeasurements', () => {
  it('reads what was kept, and leaves out what is none', () => {
    const kept = [measured('onnxruntime-cpu', 20, 0)];
    expect(parseMeasurements(JSON.stringify([...kept, { id: 'onnxruntime-cuda' }, null, 7]))).toEqual(kept);
    for (const broken of ['', '{', '{}', 'null']) expect(parseMeasurements(broken)).toEqual([]);
  });
});

function report(id: DeviceId, hardware: Hardware, available = true): DeviceReport {
  return { id, label: id, hardware, available, version: '1.30.0', threads: 2 };
}

function measured(id: DeviceId, stepMs: number, disagreement: number): DeviceMeasurement {
  return { id, version: '1.30.0', threads: 2, stepMs, imagesPerSecond: 32_000 / stepMs, disagreement };
}
