/**
 * Measures what stands behind `defaultIriConfiguration()`: d of the 8-bit files after a number of steps, and the time until an image has
 * come to d ≤ 0.1, for both reference networks and the project's photographs, under several optimisers and objectives.
 *
 *   npm run bench:iri-defaults -- [--only START_OF_NAME] [--objectives LIST] [--networks LIST] [--steps N] [--images N] [--seeds LIST] [--threads N] [--sheet FILE.png] [--dry]
 *
 * The time is the share of all steps after which an image's curve first was that low, of the time of the whole search: all its images make all steps.
 * Prints a Markdown table; rows go into `bench/results/iri-defaults.json` in place of earlier ones of the same case, unless `--dry`.
 * `--sheet` also draws one row per target (target, seed, IRI of each network) for the last candidate.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import { encodePng, enlarge, fromPlanar } from '@lookalike/images';
import { generateIris, type GeneratedIri } from '@lookalike/iri';
import { checkIriConfiguration, defaultIriConfiguration, type IriConfiguration } from '@lookalike/iri-configuration';
import { openDevice } from '@lookalike/runtime';
import { readPhotographs } from './photographs.ts';
import { mean, rounded } from './statistics.ts';

const size = { widthPx: 32, heightPx: 32 };
const root = join(import.meta.dirname, '..');
const resultsFile = join(root, 'bench/results/iri-defaults.json');
/** What the time to is measured: near enough to be told from random pairs by any of them, and reached by most. */
const aim = 0.1;
const networks = ['standard', 'robust'] as const;
const { values: options } = parseArgs({ options: {
  only: { type: 'string' }, objectives: { type: 'string', default: 'regularizer-free,human-leaning,adversarial,constrained' }, networks: { type: 'string', default: 'standard,robust' }, steps: { type: 'string', default: '300' }, images: { type: 'string' }, seeds: { type: 'string', default: 'lookalike' }, threads: { type: 'string' }, sheet: { type: 'string' }, dry: { type: 'boolean', default: false },
} });

const standard = defaultIriConfiguration();
const { straightThroughSteps: _, rectifierSlope, ...exact } = { ...standard, straightThroughLastRelu: false };
const adam = (learningRate: number): IriConfiguration['optimiser'] => ({ kind: 'adam', learningRate, finalLearningRate: learningRate / 100 });
const normalised: IriConfiguration['optimiser'] = { kind: 'normalised-gradient', stepSize: 1 };
const halved: IriConfiguration['optimiser'] = { ...normalised, halvingInterval: 40 };
const softened = { ...exact, ...(rectifierSlope !== undefined && { rectifierSlope }) };
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
const seeds = options.seeds.split(',');
console.log(`${targets.length} photographs from ${seeds.length} random seeds, ${device.label} ${device.version}, ${device.threads} threads\n`);
console.log(`| objective | network | optimiser | steps | mean d | largest d | mean objective | accepted | d ≤ ${aim}: images | median seconds until then | all seconds |\n|---|---|---|---|---|---|---|---|---|---|---|`);
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
  const graph = readOnnx(readFileSync(join(root, `networks/cifar10-resnet10-${network}.onnx`)));
  const iris: GeneratedIri[] = [];
  /** Until an image came to the aim; absent where it did not. */
  const secondsToAim: number[] = [];
  let seconds = 0;
  for (const randomSeed of seeds) {
    const generation = await generateIris({ device, network: graph, layer: penultimateLayer(graph).name, configuration: { ...configuration, randomSeed, batchSize: targets.length }, targets, now: () => performance.now() });
    const startedAt = performance.now();
    const found: GeneratedIri[] = [];
    for await (const iri of generation) if (iri.kind === 'generated') found.push(iri);
    const searchSeconds = (performance.now() - startedAt) / 1000;
    seconds += searchSeconds;
    for (const { curve, stepCount } of found) {
      const reached = curve.find(({ distance }) => distance <= aim);
      if (reached !== undefined) secondsToAim.push((reached.step / stepCount) * searchSeconds);
    }
    iris.push(...found);
    lastIris.set(network, found);
  }
  const distances = iris.map((iri) => iri.representationDistance);
  const row = {
    objective, network, optimiser: name, steps: Number(options.steps), images: iris.length,
    distance: { mean: rounded(mean(distances)), largest: rounded(Math.max(...distances)), beforeRounding: rounded(mean(iris.map((iri) => iri.unroundedDistance))) },
    objectiveValue: rounded(mean(iris.map((iri) => iri.objective))),
    accepted: iris.filter((iri) => iri.accepted).length,
    // What also drives away is not after a small d alone.
    ...(['regularizer-free', 'human-leaning'].includes(objective) && { aim, reached: secondsToAim.length, medianSecondsToAim: secondsToAim.length * 2 > iris.length ? rounded(median(secondsToAim, iris.length)) : null }),
    seconds: rounded(seconds),
    environment: { processor: cpus()[0]!.model.trim(), threads: device.threads, node: process.versions.node, device: `${device.id} ${device.version}`, seeds, measuredOn: new Date().toISOString().slice(0, 10) },
  };
  console.log(`| ${objective} | ${network} | ${name} | ${row.steps} | ${row.distance.mean} | ${row.distance.largest} | ${row.objectiveValue} | ${row.accepted}/${row.images} | ${row.reached ?? ''} | ${row.medianSecondsToAim ?? '–'} | ${row.seconds} |`);
  if (!options.dry) keep(row);
}

function keep(row: { readonly objective: string; readonly network: string; readonly optimiser: string }): void {
  const earlier = existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as { readonly rows: readonly (typeof row)[] }).rows : [];
  const rows = [...earlier.filter(({ objective, network, optimiser }) => objective !== row.objective || network !== row.network || optimiser !== row.optimiser), row];
  writeFileSync(resultsFile, `${JSON.stringify({ rows }, undefined, 2)}\n`);
}

/** Of all images; those that are missing came last. */
function median(values: readonly number[], count: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((count - 1) / 2)]!;
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
