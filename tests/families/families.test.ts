import { cutAt, differentiate, GraphBuilder, lastRelu } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { openDevice } from '@lookalike/runtime';
import { describe, expect, it } from 'vitest';
import { imagesOf, readGoldens, readNetwork, relativeError, targetOf } from './golden.ts';
import type { Golden, LayerName } from './golden.ts';

/** Of float32 against PyTorch in float64. */
const tolerance = 1e-4;

const layerNames = ['middle', 'penultimate'] as const;

interface Step {
  readonly graph: Graph;
  readonly distances: Readonly<Record<LayerName, string>>;
  readonly gradients: Readonly<Record<LayerName, string>>;
  readonly straightThrough: string | undefined;
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

describe('PyTorch (or TensorFlow, for tf2onnx) agrees about', () => {
  for (const golden of readGoldens()) {
    for (const file of golden.files) {
      it(`${golden.family}, exported by ${file.exporter} at opset ${file.opset}`, async () => {
        expect(golden.kinks).toBe(0);
        const network = readNetwork(golden, file);
        const rectifier = lastRelu(cutAt(network, 'penultimate'));
        expect(network.nodes.find(({ name }) => name === rectifier)?.operator).toBe(golden.lastRectifier ?? undefined);

        const step = stepOf(network, golden, rectifier);
        const past = golden.layers.penultimate.pastRectifier;
        const device = await openDevice('onnxruntime-cpu');
        const executable = await device.open(step.graph);
        const values = await executable.run({
          image: imagesOf(golden),
          ...Object.fromEntries(layerNames.map((layer) => [`${layer} target`, targetOf(layer, golden.layers[layer])])),
        });
        await executable.close();
        for (const layer of layerNames) {
          const expected = golden.layers[layer];
          expect(values[layer]!.shape).toEqual(expected.representation.shape);
          expect(relativeError(values[layer]!, expected.representation), `${layer} representation`).toBeLessThan(tolerance);
          expected.distance.forEach((distance, i) => expect(Number(values[step.distances[layer]]!.data[i]) / distance - 1, `${layer} distance`).toBeCloseTo(0, 4));
          expect(relativeError(values[step.gradients[layer]]!, expected.gradient), `${layer} gradient`).toBeLessThan(tolerance);
        }
        if (step.straightThrough !== undefined && past !== undefined) expect(relativeError(values[step.straightThrough]!, past), 'gradient past the last rectifier').toBeLessThan(tolerance);
      }, 120_000);
    }
  }
});
