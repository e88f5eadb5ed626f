/**
 * Measures what stands behind `defaultIriConfiguration()`: d of the 8-bit files after a number of steps, for both reference
 * networks and the project's photographs, under several optimisers and objectives.
 *
 *   npm run bench:iri-defaults -- [--only START_OF_NAME] [--objectives LIST] [--networks LIST] [--steps N] [--images N] [--threads N] [--sheet FILE.png]
 *
 * Prints a Markdown table; `--sheet` also draws one row per target (target, seed, IRI of each network) for the last candidate.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { penultimateLayer, readOnnx } from '@lookalike/graph';
import { encodePng, enlarge, fromPlanar } from '@lookalike/images';
import { checkIriConfiguration, defaultIriConfiguration, generateIris } from '@lookalike/iri';
import type { GeneratedIri, IriConfiguration } from '@lookalike/iri';
import { openDevice } from '@lookalike/runtime';
import { readPhotographs } from './photographs.ts';

const size = { widthPx: 32, heightPx: 32 };
const root = join(import.meta.dirname, '..');
const networks = ['standard', 'robust'] as const;
const { values: options } = parseArgs({ options: {
  only: { type: 'string' }, objectives: { type: 'string', default: 'regularizer-free,human-leaning,adversarial,constrained' }, networks: { type: 'string', default: 'standard,robust' }, steps: { type: 'string', default: '300' }, images: { type: 'string' }, threads: { type: 'string' }, sheet: { type: 'string' },
} });

const standard = defaultIriConfiguration();
const { straightThroughSteps: _, rectifierSlope, ...exact } = { ...standard, straightThroughLastRelu: false };
const adam = (learningRate: number): IriConfiguration['optimiser'] => ({ kind: 'adam', learningRate, finalLearningRate: learningRate / 100 });
const normalised: IriConfiguration['optimiser'] = { kind: 'normalised-gradient', stepSize: 1 };
const halved: IriConfiguration['optimiser'] = { ...normalised, halvingInterval: 40 };
const softened = { ...exact, rectifierSlope };
const candidates: Readonly<Record<string, IriConfiguration>> = {
  'paper: s = 1, straight through': { ...exact, straightThroughLastRelu: true, optimiser: normalised },
  's halved each 40, exact': { ...exact, optimiser: halved },
  's halved each 40, slope': { ...softened, optimiser: halved },
  'Adam 0.03, exact': { ...exact, optimiser: adam(0.03) },
  'Adam 0.03, slope': { ...softened, optimiser: adam(0.03) },
  'Adam 0.1, exact': { ...exact, optimiser: adam(0.1) },
  'Adam 0.1, slope': { ...softened, optimiser: adam(0.1) },
  'L-BFGS, exact': { ...exact, optimiser: { kind: 'lbfgs' } },
  'L-BFGS, slope (default)': standard,
};
const objectives: Readonly<Record<string, IriConfiguration['objective']>> = {
  'regularizer-free': { kind: 'regularizer-free' },
  'human-leaning': { kind: 'human-leaning' },
  adversarial: { kind: 'adversarial', distance: 'nlpd', weight: 'calibrated' },
  constrained: { kind: 'constrained', distance: 'nlpd', maximumRepresentationDistance: 0.1 },
};

const targets = await readPhotographs(Number(options.images ?? 40), size.widthPx);
const device = await openDevice('auto', options.threads === undefined ? {} : { threads: Number(options.threads) });
console.log(`${targets.length} photographs, ${device.label} ${device.version}, ${device.threads} threads\n`);
console.log('| objective | network | optimiser | steps | mean d | largest d | mean d before rounding | mean objective | accepted | seconds |\n|---|---|---|---|---|---|---|---|---|---|');
const lastIris = new Map<string, readonly GeneratedIri[]>();
for (const objective of options.objectives.split(',')) {
  for (const network of options.networks.split(',')) {
    for (const [name, candidate] of Object.entries(candidates)) {
      const configuration: IriConfiguration = { ...candidate, objective: objectives[objective]!, stopping: { ...candidate.stopping, maximumSteps: Number(options.steps) } };
      // Some optimisers do not go with the constrained form.
      if ('issues' in checkIriConfiguration(configuration)) continue;
      if (options.only === undefined || name.startsWith(options.only)) await measure(objective, network, name, configuration);
    }
  }
}
if (options.sheet !== undefined) writeFileSync(options.sheet, await drawSheet());

async function measure(objective: string, network: string, name: string, configuration: IriConfiguration): Promise<void> {
  const startedAt = performance.now();
  const graph = readOnnx(readFileSync(join(root, `networks/cifar10-resnet10-${network}.onnx`)));
  const generation = await generateIris({ device, network: graph, layer: penultimateLayer(graph).name, configuration, targets, now: () => performance.now() });
  const iris: GeneratedIri[] = [];
  for await (const iri of generation) if (iri.kind === 'generated') iris.push(iri);
  const seconds = (performance.now() - startedAt) / 1000;
  const mean = (values: readonly number[]): string => (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4);
  const distances = iris.map((iri) => iri.representationDistance);
  console.log(`| ${objective} | ${network} | ${name} | ${options.steps} | ${mean(distances)} | ${Math.max(...distances).toFixed(4)} | ${mean(iris.map((iri) => iri.unroundedDistance))} | ` +
    `${mean(iris.map((iri) => iri.objective))} | ${iris.filter((iri) => iri.accepted).length}/${iris.length} | ${seconds.toFixed(1)} |`);
  lastIris.set(network, iris);
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
