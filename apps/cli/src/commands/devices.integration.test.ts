import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { GraphBuilder, writeOnnx } from '@lookalike/graph';
import { agreementTolerance } from '@lookalike/runtime';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lookalike-devices-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Measured {
  readonly network: string;
  readonly batch: number;
  readonly auto: string | null;
  readonly devices: readonly { readonly id: string; readonly available: boolean; readonly reason?: string; readonly failure?: string; readonly measurement?: { readonly stepMs: number; readonly imagesPerSecond: number; readonly disagreement: number } }[];
}

/** The program as somebody starts it, with what it remembers in a folder of its own. */
async function measure(network: string): Promise<{ readonly code: number; readonly printed: string; readonly complaints: string }> {
  const program = ['--import', 'tsx', join(root, 'apps/cli/src/main.ts')];
  const child = spawn(process.execPath, [...program, 'devices', '--measure', '--network', network, '--batch', '2', '--json'], { cwd: root, env: { ...process.env, LOOKALIKE_DATA: folder }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [printed, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit') as Promise<[number]>]);
  return { code, printed, complaints };
}

function smallNetwork(): string {
  const b = new GraphBuilder();
  const image = b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] });
  const seen = b.relu(b.conv(image, b.floats([8, 3, 3, 3], Array.from({ length: 216 }, (_, i) => Math.sin(i)))));
  b.output(b.op('Gemm', [b.op('Flatten', [b.globalAveragePool(seen)]), b.floats([8, 4], Array.from({ length: 32 }, (_, i) => Math.cos(i)))]));
  const path = join(folder, 'small.onnx');
  writeFileSync(path, writeOnnx(b.build()));
  return path;
}

it('devices --measure --json measures the network that was named on every device, and remembers what auto takes', async () => {
  const network = smallNetwork();
  const { code, printed, complaints } = await measure(network);
  expect(code, complaints).toBe(0);
  const { devices, ...rest } = JSON.parse(printed) as Measured;
  expect(rest).toMatchObject({ network, batch: 2 });
  for (const { id, available, reason, failure, measurement } of devices) {
    // Whatever has no measurement says why.
    if (measurement === undefined) expect(available ? failure : reason, id).toMatch(/\S/);
    else expect(measurement.imagesPerSecond, id).toBeCloseTo(2000 / measurement.stepMs, 6);
  }
  const byId = new Map(devices.map((device) => [device.id, device]));
  expect(byId.get('onnxruntime-cpu')?.measurement?.disagreement).toBe(0);
  expect(byId.get('tfjs-wasm')?.measurement?.disagreement).toBeLessThan(agreementTolerance);
  const kept = JSON.parse(readFileSync(join(folder, 'devices.json'), 'utf8')) as { readonly id: string }[];
  expect(kept.map(({ id }) => id)).toEqual(devices.filter(({ measurement }) => measurement !== undefined).map(({ id }) => id));
  expect(byId.get(rest.auto!)?.measurement).toBeDefined();
});

it('devices --measure of what is no network ends with what is wrong, and keeps nothing', async () => {
  const path = join(folder, 'broken.onnx');
  writeFileSync(path, 'no network');
  const before = '[]';
  writeFileSync(join(folder, 'devices.json'), before);
  const { code, printed, complaints } = await measure(path);
  expect(code).not.toBe(0);
  expect(printed).toBe('');
  expect(complaints).toMatch(/The step cannot be measured on onnxruntime-cpu: \S/);
  expect(readFileSync(join(folder, 'devices.json'), 'utf8')).toBe(before);
});
