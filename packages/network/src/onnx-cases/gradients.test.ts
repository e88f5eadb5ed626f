import { differentiate, elementCount, evaluate, GraphBuilder, inferTypes, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { compareSlopes, tellSlopes } from '@lookalike/graph/cases';
import type { RunAt, SlopeCase } from '@lookalike/graph/cases';
import { createRandom } from '@lookalike/random';
import { listDevices, openDevice } from '@lookalike/runtime';
import type { DeviceId } from '@lookalike/runtime';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readOnnx } from '../onnx/read-onnx.ts';

const devices: readonly DeviceId[] = ['onnxruntime-cpu', 'tfjs-wasm', 'tfjs-node'];
const available = (await listDevices()).filter((report) => report.available).map(({ id }) => id);

/** Σ w · y of what a file computes. */
function slopeCaseOf(file: string): SlopeCase {
  const b = new GraphBuilder(readOnnx(readFileSync(new URL(file, import.meta.url))));
  const network = b.build();
  const [result] = network.outputs as [string];
  const [{ name: input, shape: [, ...sizes] }] = network.inputs as [Graph['inputs'][number]];
  const random = createRandom(file);
  const weights = Float64Array.from({ length: inferTypes(network).get(result)!.shape[1] as number }, () => Math.fround(2 * random.uniform() - 1));
  const projection = b.output(b.reduceSum(b.mul(result, b.floats([1, weights.length], weights)), [1]));
  const shape = [2, ...sizes as readonly number[]];
  const count = elementCount(shape);
  return {
    name: file, graph: b.build(), input, result, projection, weights,
    placeAt: () => ({ image: makeTensor('float32', shape, Array.from({ length: count }, () => random.integer(1024) / 1024)), direction: Float64Array.from({ length: count }, () => random.integer(9) / 4 - 1) }),
  };
}

async function runOn(id: DeviceId, ...[graph, feeds]: Parameters<RunAt>): ReturnType<RunAt> {
  const executable = await (await openDevice(id)).open(graph);
  const results = [];
  for (const fed of feeds) results.push(await executable.run(fed));
  await executable.close();
  return results;
}

describe.each(['C-nearest-1.7.onnx', 'K-max-pool-behind-minus-infinity.onnx'])('%s', (file) => {
  for (const id of devices) {
    it.skipIf(!available.includes(id))(`has on ${id} the gradient of what that computes`, async () => {
      const comparison = await compareSlopes(slopeCaseOf(file), (...run) => runOn(id, ...run));
      expect(comparison.agrees, tellSlopes(comparison)).toBe(true);
    }, 60_000);

    it.skipIf(!available.includes(id))(`has on ${id} the gradient of double precision`, async () => {
      const { graph, input, projection, placeAt } = slopeCaseOf(file);
      const { graph: differentiated, gradient } = differentiate(graph, { of: projection, withRespectTo: input });
      const feeds = { [input]: placeAt(0).image };
      const expected = evaluate(differentiated, new Map(Object.entries(feeds))).get(gradient)!.data as Float64Array;
      const got = (await runOn(id, differentiated, [feeds]))[0]![gradient]!.data as Float32Array;
      const length = Math.sqrt(expected.reduce((sum, slope) => sum + slope * slope, 0));
      expect(length).toBeGreaterThan(0);
      expect(Math.sqrt(expected.reduce((sum, slope, i) => sum + (slope - got[i]!) ** 2, 0)) / length).toBeLessThan(1e-4);
    }, 60_000);
  }
});
