import { readFileSync } from 'node:fs';
import { sha256Hex } from '@lookalike/content-address';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import { decodeImage, fitToNetwork, toPlanar } from '@lookalike/images';
import { generateIris, type Target } from '@lookalike/iri';
import { defaultIriConfiguration } from '@lookalike/iri-configuration';
import { listDevices, openDevice } from '@lookalike/runtime';
import { describe, expect, it } from 'vitest';

/** The reference that every other device is compared with. */
const reference = 'onnxruntime-cpu';
/** A device rounds sums in its own order, after which searches part, the further the longer they go; what they reach may differ by so much of d. */
const tolerance = 0.1;
const steps = 20;

const file = (path: string): Buffer => readFileSync(new URL(`../../${path}`, import.meta.url));
const network = readOnnx(file('networks/cifar10-resnet10-standard.onnx'));
const targets = await Promise.all(['cat', 'coffee', 'castle'].map(async (name): Promise<Target> => {
  const image = fitToNetwork(await decodeImage(file(`photographs/${name}.png`)), { widthPx: 32, heightPx: 32 });
  return { id: name, hash: sha256Hex(image.data), pixels: toPlanar(image) };
}));

/** d of each target's IRI after some steps, by name. */
async function distancesOn(id: string): Promise<Record<string, number>> {
  const defaults = defaultIriConfiguration();
  const generation = await generateIris({
    device: await openDevice(id), network, layer: penultimateLayer(network).name, targets, now: () => performance.now(),
    configuration: { ...defaults, stopping: { ...defaults.stopping, maximumSteps: steps } },
  });
  const distances: Record<string, number> = {};
  for await (const iri of generation) if (iri.kind === 'generated') distances[iri.targetId] = iri.representationDistance;
  return distances;
}

const devices = (await listDevices()).filter(({ id }) => id !== reference);

describe('IRIs of the same seed', () => {
  for (const { id, available, hardware, reason } of devices) {
    // A software driver needs minutes for what a card does in a second.
    const isSlow = hardware === 'software-gpu';
    it.skipIf(!available || isSlow)(`are as close to their targets on ${id} as on ${reference}${available ? (isSlow ? ' (skipped: it has only a software driver here)' : '') : ` (skipped: ${reason})`}`, async () => {
      const [expected, found] = [await distancesOn(reference), await distancesOn(id)];
      for (const { id: target } of targets) {
        expect(Math.abs(found[target]! - expected[target]!) / expected[target]!, target).toBeLessThan(tolerance);
      }
    });
  }
});
