/**
 * Memory of a long search: what the process holds while two images make 10,000 steps with the exact gradient.
 *
 *   npm run bench:memory -- [--steps N]
 *
 * Writes `bench/results/memory.json`: resident memory at every tenth of the steps. `ratio` is that at the first tenth / that at the end:
 * near 1 where memory is flat.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import { generateIris } from '@lookalike/iri';
import { defaultIriConfiguration } from '@lookalike/iri-configuration';
import { openDevice } from '@lookalike/runtime';
import { readPhotographs } from './photographs.ts';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({ options: { steps: { type: 'string', default: '10000' } } });
const steps = Number(options.steps);
const network = 'cifar10-resnet10-standard';

const targets = await readPhotographs(2, 32);
const device = await openDevice('onnxruntime-cpu');
const graph = readOnnx(readFileSync(join(root, `networks/${network}.onnx`)));
// With a slope a second graph would be opened on the way, and memory would rise by it once.
const { rectifierSlope: _, ...exact } = defaultIriConfiguration();

const residentMiB: number[] = [];
const generation = await generateIris({
  device, network: graph, layer: penultimateLayer(graph).name, targets, now: () => performance.now(),
  configuration: { ...exact, optimiser: { kind: 'adam', learningRate: 0.001 }, batchSize: targets.length, stopping: { maximumSteps: steps, targetDistance: 0 } },
  onProgress: ({ step }) => {
    if (step >= ((residentMiB.length + 1) * steps) / 10) residentMiB.push(residentNow());
  },
});
for await (const iri of generation) if (iri.kind === 'failed') throw new Error(iri.message);
while (residentMiB.length < 10) residentMiB.push(residentNow());

const row = {
  network, images: targets.length, steps, residentMiB, ratio: Number((residentMiB[0]! / residentMiB.at(-1)!).toPrecision(4)),
  environment: { device: device.id, version: device.version, threads: device.threads, node: process.versions.node, measuredOn: new Date().toISOString().slice(0, 10) },
};
mkdirSync(join(root, 'bench/results'), { recursive: true });
writeFileSync(join(root, 'bench/results/memory.json'), `${JSON.stringify({ rows: [row] }, undefined, 2)}\n`);
console.log(JSON.stringify(row, undefined, 2));

function residentNow(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
