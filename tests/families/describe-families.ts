import { cutAt, differentiate, GraphBuilder, lastRectifier } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { listDevices, openDevice } from '@lookalike/runtime';
import type { Device, DeviceId } from '@lookalike/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { imagesOf, readGoldens, readNetwork, relativeError, targetOf } from './golden.ts';
import type { Golden, GoldenFile, LayerName } from './golden.ts';

/** Of float32 against PyTorch in float64. */
const tolerance = 1e-4;

const layerNames = ['middle', 'penultimate'] as const;

interface Step {
  readonly graph: Graph;
  readonly distances: Readonly<Record<LayerName, string>>;
  readonly gradients: Readonly<Record<LayerName, string>>;
  readonly straightThrough: string | undefined;
}

export interface FamiliesOptions {
  /** Families that are run on a software driver, with one file each; the others are skipped there. Default: all, with all files. */
  readonly onSoftwareDriver?: readonly string[];
}

/** Every family's values, distances and gradients on a device, against what its own library computes. */
export async function describeFamilies(id: DeviceId, { onSoftwareDriver }: FamiliesOptions = {}): Promise<void> {
  const report = (await listDevices()).find((one) => one.id === id)!;
  if (!report.available) {
    it.skip(`${id} is not tested here: ${report.reason}`);
    return;
  }
  describe(`PyTorch (or TensorFlow, for tf2onnx) agrees with ${id} about`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice(id);
    });
    const chosen = report.hardware === 'software-gpu' ? onSoftwareDriver : undefined;
    for (const golden of readGoldens()) {
      if (chosen?.includes(golden.family) === false) {
        it.skip(`${golden.family}: a software driver compiles its shaders for 10 to 25 s; on a card it runs`);
        continue;
      }
      for (const file of chosen === undefined ? golden.files : golden.files.slice(0, 1)) {
        it(`${golden.family}, exported by ${file.exporter} at opset ${file.opset}${file.batch === undefined ? '' : ` for a batch of ${file.batch}`}`, () => checkNetwork(device, golden, file));
      }
    }
  });
}

async function checkNetwork(device: Device, golden: Golden, file: GoldenFile): Promise<void> {
  expect(golden.kinks).toBe(0);
  const network = readNetwork(golden, file);
  const rectifier = lastRectifier(cutAt(network, 'penultimate'));
  expect(network.nodes.find(({ name }) => name === rectifier)?.operator).toBe(golden.lastRectifier ?? undefined);

  const step = stepOf(network, golden, rectifier);
  const past = golden.layers.penultimate.pastRectifier;
  const executable = await device.open(step.graph);
  const feeds = { image: imagesOf(golden), ...Object.fromEntries(layerNames.map((layer) => [`${layer} target`, targetOf(layer, golden.layers[layer])])) };
  let values = await executable.run(feeds);
  // Each family's first file until the device has it in its final form.
  for (let run = 1; file === golden.files[0] && run < device.settlesAtRun; run++) values = await executable.run(feeds);
  await executable.close();
  for (const layer of layerNames) {
    const expected = golden.layers[layer];
    expect(values[layer]!.shape).toEqual(expected.representation.shape);
    expect(relativeError(values[layer]!, expected.representation), `${layer} representation`).toBeLessThan(tolerance);
    expected.distance.forEach((distance, i) => expect(Number(values[step.distances[layer]]!.data[i]) / distance - 1, `${layer} distance`).toBeCloseTo(0, 4));
    expect(relativeError(values[step.gradients[layer]]!, expected.gradient), `${layer} gradient`).toBeLessThan(tolerance);
  }
  if (step.straightThrough !== undefined && past !== undefined) expect(relativeError(values[step.straightThrough]!, past), 'gradient past the last rectifier').toBeLessThan(tolerance);
}

/** The network with its distances from targets at both layers, their gradients, and the gradient past the last rectifier. */
function stepOf(network: Graph, golden: Golden, rectifier: string | undefined): Step {
  const b = new GraphBuilder(network);
  const distance = (layer: LayerName): string => {
    const target = b.input(`${layer} target`, { type: 'float32', shape: ['N', ...golden.layers[layer].representation.shape.slice(1)] });
    const axes = b.shapeOf(layer).slice(1).map((_, i) => i + 1);
    return b.output(b.div(b.reduceL2(b.sub(layer, target), axes), b.reduceL2(target, axes)));
  };
  const distances = { middle: distance('middle'), penultimate: distance('penultimate') };
  const middle = differentiate(b.build(), { of: distances.middle, withRespectTo: 'image' });
  const penultimate = differentiate(middle.graph, { of: distances.penultimate, withRespectTo: 'image' });
  const gradients = { middle: middle.gradient, penultimate: penultimate.gradient };
  if (rectifier === undefined) return { graph: penultimate.graph, distances, gradients, straightThrough: undefined };
  const past = differentiate(penultimate.graph, { of: distances.penultimate, withRespectTo: 'image', straightThrough: new Set([rectifier]) });
  return { graph: past.graph, distances, gradients, straightThrough: past.gradient };
}
