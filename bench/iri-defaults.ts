/**
 * Measures what stands behind `defaultIriConfiguration()`: d of the 8-bit files after a number of steps, for both reference
 * networks and the project's photographs, under several optimisers.
 *
 *   npm run bench:iri-defaults -- [--only NAME] [--images N] [--threads N] [--sheet FILE.png]
 *
 * Prints a Markdown table; `--sheet` also draws one row per target (target, seed, IRI of each network) for the last candidate.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sha256Hex } from '@lookalike/content-address';
import { penultimateLayer, readOnnx } from '@lookalike/graph';
import { decodeImage, encodePng, enlarge, fitToNetwork, fromPlanar, toPlanar } from '@lookalike/images';
import { defaultIriConfiguration, generateIris } from '@lookalike/iri';
import type { GeneratedIri, IriConfiguration, Target } from '@lookalike/iri';
import { openDevice } from '@lookalike/runtime';

const size = { widthPx: 32, heightPx: 32 };
const root = join(import.meta.dirname, '..');
const networks = ['standard', 'robust'] as const;
const { values: options } = parseArgs({ options: { only: { type: 'string' }, images: { type: 'string' }, threads: { type: 'string' }, sheet: { type: 'string' } } });

const standard = defaultIriConfiguration();
/** Candidates are compared at equal length; the default is shorter. */
const long: IriConfiguration = { ...standard, stopping: { ...standard.stopping, maximumSteps: 500 } };
const { straightThroughSteps: _, ...withoutLimit } = long;
const adam = (learningRate: number): IriConfiguration['optimiser'] => ({ kind: 'adam', learningRate, finalLearningRate: learningRate / 100 });
const exact: IriConfiguration = { ...withoutLimit, straightThroughLastRelu: false };
const candidates: Readonly<Record<string, IriConfiguration>> = {
  'paper, s = 1 constant, straight through': { ...withoutLimit, optimiser: { kind: 'normalised-gradient', stepSize: 1 } },
  'paper, s halved each 60, straight through': { ...withoutLimit, optimiser: { kind: 'normalised-gradient', stepSize: 1, halvingInterval: 60 } },
  'paper, s halved each 60, exact gradient': { ...exact, optimiser: { kind: 'normalised-gradient', stepSize: 1, halvingInterval: 60 } },
  'Adam 0.1, straight through': { ...withoutLimit, optimiser: adam(0.1) },
  'Adam 0.03, exact gradient': { ...exact, optimiser: adam(0.03) },
  'Adam 0.1, exact gradient': { ...exact, optimiser: adam(0.1) },
  'L-BFGS, exact gradient': { ...exact, optimiser: { kind: 'lbfgs' } },
  'L-BFGS, straight through for 10 steps': { ...long, optimiser: { kind: 'lbfgs' } },
  'default, 500 steps': long,
  'default': standard,
};

const targets = await readTargets(Number(options.images ?? 40));
const device = await openDevice('auto', options.threads === undefined ? {} : { threads: Number(options.threads) });
console.log(`${targets.length} photographs, ${device.label} ${device.version}, ${device.threads} threads\n`);
console.log('| optimiser | steps | network | mean d | median d | largest d | d before rounding | accepted | seconds |\n|---|---|---|---|---|---|---|---|---|');
const lastIris = new Map<string, readonly GeneratedIri[]>();
for (const [name, configuration] of Object.entries(candidates)) {
  if (options.only !== undefined && options.only !== name) continue;
  for (const network of networks) {
    const startedAt = performance.now();
    const graph = readOnnx(readFileSync(join(root, `networks/cifar10-resnet10-${network}.onnx`)));
    const generation = await generateIris({ device, network: graph, layer: penultimateLayer(graph).name, configuration, targets, now: () => performance.now() });
    const iris: GeneratedIri[] = [];
    for await (const iri of generation) if (iri.kind === 'generated') iris.push(iri);
    const seconds = (performance.now() - startedAt) / 1000;
    const distances = iris.map((iri) => iri.representationDistance).sort((a, b) => a - b);
    const mean = (values: readonly number[]): string => (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4);
    console.log(`| ${name} | ${configuration.stopping.maximumSteps} | ${network} | ${mean(distances)} | ${distances[distances.length >> 1]!.toFixed(4)} | ${distances.at(-1)!.toFixed(4)} | ` +
      `${mean(iris.map((iri) => iri.unroundedDistance))} | ${iris.filter((iri) => iri.accepted).length}/${iris.length} | ${seconds.toFixed(1)} |`);
    if (name === 'default') {
      const { nullDistribution: { count, quantiles, probabilities } } = generation;
      console.log(`\nnull distribution (${network}, ${count} pairs): ${probabilities.map((p, i) => `${p * 100} %: ${quantiles[i]!.toFixed(3)}`).join(', ')}\n`);
    }
    lastIris.set(network, iris);
  }
}
if (options.sheet !== undefined) writeFileSync(options.sheet, await drawSheet());

async function readTargets(count: number): Promise<Target[]> {
  const files = readdirSync(join(root, 'photographs')).filter((file) => file.endsWith('.png')).sort().slice(0, count);
  return Promise.all(files.map(async (file) => {
    const image = fitToNetwork(await decodeImage(readFileSync(join(root, 'photographs', file))), size);
    return { id: file, hash: sha256Hex(image.data), pixels: toPlanar(image) };
  }));
}

/** Four targets a row: target, seed, IRI of the standard and of the robust network. */
async function drawSheet(): Promise<Uint8Array> {
  const cell = 96;
  const perRow = 4;
  const columns = 2 + networks.length;
  const widthPx = cell * columns * perRow;
  const heightPx = cell * Math.ceil(targets.length / perRow);
  const data = new Uint8Array(widthPx * heightPx * 3).fill(255);
  targets.forEach((target, t) => {
    const found = networks.map((network) => lastIris.get(network)!.find((iri) => iri.targetId === target.id)!);
    const images = [target.pixels, Float32Array.from(found[0]!.seedImage, (byte) => byte / 255), ...found.map((iri) => Float32Array.from(iri.image, (byte) => byte / 255))];
    images.forEach((pixels, column) => {
      const large = enlarge(fromPlanar(pixels, size), cell);
      const left = ((t % perRow) * columns + column) * cell;
      for (let y = 0; y < cell; y++) data.set(large.data.subarray(y * cell * 3, (y + 1) * cell * 3), ((Math.floor(t / perRow) * cell + y) * widthPx + left) * 3);
    });
  });
  return encodePng({ widthPx, heightPx, data });
}
