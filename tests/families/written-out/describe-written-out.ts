import { differentiate, evaluate } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { readOnnx } from '@lookalike/network';
import { listDevices, openDevice } from '@lookalike/runtime';
import type { Device, DeviceId } from '@lookalike/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { writtenOutCases } from './cases.ts';
import type { WrittenOut } from './written-out.ts';
import { feedsOf, fileOf, projected } from './written-out.ts';

/** Relative to the greatest magnitude of the result, as in the contract of every device. */
const tolerance = 2e-5;

/** What import writes in place of operators, and the gradient of that, on a device. */
export async function describeWrittenOut(id: DeviceId): Promise<void> {
  const report = (await listDevices()).find((one) => one.id === id)!;
  if (!report.available) {
    it.skip(`${id} is not tested here: ${report.reason}`);
    return;
  }
  describe(`${id} agrees with double precision about what import writes`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice(id);
    });
    it.each(writtenOutCases.map((written) => [written.name, written] as const))('%s', (_name, written) => checkCase(device, written));
  });
}

async function checkCase(device: Device, written: WrittenOut): Promise<void> {
  const feeds = feedsOf(written);
  const { graph, gradients } = withGradients(readOnnx(fileOf(written)), written);
  const expected = evaluate(graph, feeds);
  const executable = await device.open(graph);
  try {
    const results = await executable.run(Object.fromEntries(feeds));
    for (const name of ['y', ...gradients]) expectAgreement(results[name]!, expected.get(name)!, name);
  } finally {
    await executable.close();
  }
}

function withGradients(network: Graph, { isFlat = false, flatInputs = [] }: WrittenOut): { readonly graph: Graph; readonly gradients: readonly string[] } {
  if (isFlat) return { graph: network, gradients: [] };
  return network.inputs.filter(({ name }) => !flatInputs.includes(name)).reduce<{ graph: Graph; gradients: readonly string[] }>(({ graph, gradients }, { name }) => {
    const step = differentiate(graph, { of: 'projection', withRespectTo: name });
    return { graph: step.graph, gradients: [...gradients, step.gradient] };
  }, { graph: projected(network), gradients: [] });
}

function expectAgreement(got: Tensor, expected: Tensor, what: string): void {
  expect(got.shape, `the shape of ${what}`).toEqual(expected.shape);
  const wanted = Array.from(expected.data, Number);
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  wanted.forEach((value, i) => {
    const error = Math.abs(Number(got.data[i]) - value);
    if (!(error <= tolerance * scale)) expect.fail(`${what} at ${i} of ${wanted.length}: the device says ${got.data[i]}, double precision says ${value}.`);
  });
}
