import { RuntimeError, type Device, type DeviceChange } from '@lookalike/runtime';
import { expect, it } from 'vitest';
import { followDeviceChanges } from './device-changes.ts';

it('says which device made how many IRIs of the run, and nothing of changes before it', () => {
  const changes: DeviceChange[] = [change('tfjs-wasm', 'onnxruntime-cuda')];
  const followed = followDeviceChanges({ changes });
  expect(followed.describe(0)).toBeUndefined();
  changes.push(change('onnxruntime-cuda', 'onnxruntime-webgpu'));
  expect(followed.describe(12)).toBe('onnxruntime-cuda 1 → onnxruntime-webgpu 1 after 12 IRIs: It died.');
  expect(followed.describe(13)).toBeUndefined();
  changes.push(change('onnxruntime-webgpu', 'onnxruntime-cpu'));
  expect(followed.describe(20)).toBe('onnxruntime-cuda 1 → onnxruntime-webgpu 1 after 12 IRIs: It died.\nonnxruntime-webgpu 1 → onnxruntime-cpu 1 after 20 IRIs: It died.');
});

function change(from: Device['id'], to: Device['id']): DeviceChange {
  const device = (id: Device['id']): Device => ({ id, label: id, version: '1', threads: 1, open: () => Promise.reject(new Error('not to be opened')) });
  return { from: device(from), to: device(to), cause: new RuntimeError('runtime.run_failed', 'It died.', {}) };
}
