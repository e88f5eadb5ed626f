import { readdirSync, readFileSync } from 'node:fs';
import { differentiate, elementCount, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import { readNetworkFiles } from '@lookalike/network';
import type { Graph, Tensor } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import { listDevices, openDevice } from '@lookalike/runtime';
import { describe, expect, it } from 'vitest';
import { useSoftwareVulkan } from '../../packages/runtime/src/testing/software-vulkan.ts';

/** Of the greatest magnitude. The values are TensorFlow's, in float32; the gradients are those of double precision. */
const tolerance = 2e-5;

const folder = new URL('../../packages/network/src/goldens/tensorflowjs/', import.meta.url);

useSoftwareVulkan();
const reports = await listDevices();

describe.each(['keras-2-layers', 'keras-3-layers', 'keras-2-graph'])('the TensorFlow.js network %s', (name) => {
  const files = new Map(readdirSync(new URL(`${name}/`, folder)).map((file) => [`${name}/${file}`, new Uint8Array(readFileSync(new URL(`${name}/${file}`, folder)))]));
  const { graph, probabilities, gradient } = withGradient(readNetworkFiles(files));
  const { images, outputs } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as { images: Encoded; outputs: Readonly<Record<'probabilities', Encoded>> };

  for (const { id, available, hardware, reason } of reports) {
    if (!available) it.skip(`${id} is not tested here: ${reason}`);
    else if (hardware === 'software-gpu' && name !== 'keras-2-graph') it.skip(`${id}: a software driver compiles for 20 s; the three have nearly the same nodes`);
    else {
      it(`has on ${id} the values that TensorFlow gives, and the gradient of double precision`, async () => {
        const feeds = { [graph.inputs[0]!.name]: decode(images) };
        const executable = await (await openDevice(id)).open(graph);
        const found = await executable.run(feeds);
        await executable.close();
        expect(greatestRelativeError(found[probabilities]!, decode(outputs.probabilities))).toBeLessThan(tolerance);
        expect(greatestRelativeError(found[gradient]!, evaluate(graph, new Map(Object.entries(feeds))).get(gradient)!)).toBeLessThan(tolerance);
      });
    }
  }
});

interface Encoded {
  readonly shape: readonly number[];
  readonly float32: string;
}

/** The gradient of a weighted sum of the probabilities by the image. */
function withGradient(network: Graph): { readonly graph: Graph; readonly probabilities: string; readonly gradient: string } {
  const probabilities = network.outputs.find((output) => output.includes('probabilities'))!;
  const b = new GraphBuilder({ ...network, outputs: [probabilities] });
  const random = createRandom('weights of the probabilities');
  const classes = Number(b.shapeOf(probabilities)[1]);
  const score = b.reduceSum(b.mul(probabilities, b.floats([classes], Array.from({ length: classes }, () => 2 * random.uniform() - 1))), [1]);
  const { graph, gradient } = differentiate(b.build(), { of: score, withRespectTo: network.inputs[0]!.name });
  return { graph, probabilities, gradient };
}

function decode({ shape, float32 }: Encoded): Tensor {
  return makeTensor('float32', shape, new Float32Array(new Uint8Array(Buffer.from(float32, 'base64')).buffer));
}

function greatestRelativeError(found: Tensor, expected: Tensor): number {
  expect(found.shape).toEqual(expected.shape);
  const [ours, theirs] = [found, expected].map(({ data }) => Array.from(data, Number)) as [number[], number[]];
  expect(ours).toHaveLength(elementCount(expected.shape));
  const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return greatest(ours.map((value, i) => value - theirs[i]!)) / greatest(theirs);
}
