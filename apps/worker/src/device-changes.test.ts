import { RuntimeError, type Device, type DeviceChange } from '@lookalike/runtime';
import { expect, it } from 'vitest';
import { followDeviceChanges } from './device-changes.ts';

it('says which device made how many IRIs of the run, and nothing of changes before it', () => {
  const changes: DeviceChange[] = [change('tfjs-wasm', 'onnxruntime-cuda')];
  const followed = followDeviceChanges({ id: 'onnxruntime-cuda', version: '1', changes });
  expect(followed.describe(0)).toBeUndefined();
  changes.push(change('onnxruntime-cuda', 'onnxruntime-webgpu'));
  expect(followed.describe(12)).toBe('onnxruntime-cuda 1 → onnxruntime-webgpu 1 after 12 IRIs: It died.');
  expect(followed.describe(13)).toBeUndefined();
  changes.push(change('onnxruntime-webgpu', 'onnxruntime-cpu'));
  expect(followed.describe(20)).toBe('onnxruntime-cuda 1 → onnxruntime-webgpu 1 after 12 IRIs: It died.\nonnxruntime-webgpu 1 → onnxruntime-cpu 1 after 20 IRIs: It died.');
});

it('keeps what was recorded before the run went on, and says if it goes on elsewhere', () => {
  const changes: DeviceChange[] = [];
  const device = { id: 'onnxruntime-cpu', version: '2', changes } as const;
  const environment = { device: 'onnxruntime-cuda', deviceVersion: '1', deviceChanges: 'onnxruntime-cuda 1 → onnxruntime-webgpu 1 after 4 IRIs: It died.' };
  const followed = followDeviceChanges(device, { environment, finishedCount: 9 });
  const before = `${environment.deviceChanges}\nonnxruntime-cuda 1 → onnxruntime-cpu 2 after 9 IRIs: the run went on there.`;
  expect(followed.earlier).toBe(before);
  changes.push(change('onnxruntime-cpu', 'tfjs-wasm'));
  expect(followed.describe(12)).toBe(`${before}\nonnxruntime-cpu 1 → tfjs-wasm 1 after 12 IRIs: It died.`);
});

it('says nothing of a run that goes on where it was, or had no IRI yet', () => {
  const device = { id: 'onnxruntime-cpu', version: '2', changes: [] } as const;
  expect(followDeviceChanges(device, { environment: { device: 'onnxruntime-cpu', deviceVersion: '2' }, finishedCount: 9 }).earlier).toBeUndefined();
  expect(followDeviceChanges(device, { environment: { device: 'tfjs-wasm', deviceVersion: '2' }, finishedCount: 0 }).earlier).toBeUndefined();
});

function change(from: Device['id'], to: Device['id']): DeviceChange {
  const device = (id: Device['id']): Device => ({ id, label: id, version: '1', threads: 1, settlesAtRun: 1, open: () => Promise.reject(new Error('not to be opened')) });
  return { from: device(from), to: device(to), cause: new RuntimeError('runtime.run_failed', 'It died.', {}) };
}
