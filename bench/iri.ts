/**
 * Time until each of 32 targets has an accepted 8-bit IRI that is as near as what the paper's recipe finds in its 5,000 steps, beside
 * that recipe in PyTorch (`tests/reference/iri_recipe.py`), on the same machine, threads, network and targets.
 *
 *   npm run bench:iri -- [--networks standard,robust] [--steps N] [--threads N]
 *
 * The recipe runs first and really makes its steps. Each target's aim for us is the least d that the recipe saw for it on any step (the
 * recipe returns its last image, which is worse), and the gate's bound where that is lower. Our time is all of `generateIris`: opening the
 * graphs, the null distribution, the search and the audit; the recipe's is its steps alone. Rows go into `bench/results/iri.json`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sha256Hex } from '@lookalike/content-address';
import { penultimateLayer, readOnnx } from '@lookalike/graph';
import { decodeImage, fitToNetwork, toPlanar } from '@lookalike/images';
import { defaultIriConfiguration, generateIris } from '@lookalike/iri';
import type { GeneratedIri, Target } from '@lookalike/iri';
import { openDevice } from '@lookalike/runtime';
import { referencePython } from './reference-python.ts';

interface Recipe {
  readonly torch: string;
  readonly seconds: number;
  readonly last: readonly number[];
  readonly least: readonly number[];
}

const root = join(import.meta.dirname, '..');
const scratch = join(root, '.lookalike/bench');
const resultsFile = join(root, 'bench/results/iri.json');
const targetCount = 32;
/** More than is needed: an image leaves when it has reached its aim. */
const mostSteps = 2000;
const { values: options } = parseArgs({ options: { networks: { type: 'string', default: 'standard,robust' }, steps: { type: 'string', default: '5000' }, threads: { type: 'string' } } });

mkdirSync(scratch, { recursive: true });
mkdirSync(join(root, 'bench/results'), { recursive: true });
const device = await openDevice('onnxruntime-cpu', options.threads === undefined ? {} : { threads: Number(options.threads) });
const targets = await readTargets();
const targetsFile = join(scratch, 'iri-targets.float32');
writeFileSync(targetsFile, Buffer.concat(targets.map(({ pixels }) => Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength))));
for (const name of options.networks.split(',')) keep(await measure(`cifar10-resnet10-${name}`));

async function measure(network: string) {
  const file = join(root, `networks/${network}.onnx`);
  const steps = Number(options.steps);
  const recipe = JSON.parse(execFileSync(referencePython(), [join(root, 'tests/reference/iri_recipe.py'), file, targetsFile, String(targetCount), String(steps), String(device.threads)], { encoding: 'utf8' })) as Recipe;

  const standard = defaultIriConfiguration();
  const aims = recipe.least.map((d) => Math.min(d, standard.gate.maximumDistance));
  const startedAt = performance.now();
  const graph = readOnnx(readFileSync(file));
  const generation = await generateIris({
    device, network: graph, layer: penultimateLayer(graph).name,
    configuration: { ...standard, optimiser: { kind: 'lbfgs' }, batchSize: targetCount, stopping: { ...standard.stopping, maximumSteps: mostSteps } },
    targets: targets.map((target, i) => ({ ...target, targetDistance: aims[i]! })),
    now: () => performance.now(),
  });
  const iris: GeneratedIri[] = [];
  for await (const iri of generation) if (iri.kind === 'generated') iris.push(iri);
  const seconds = (performance.now() - startedAt) / 1000;

  const aimOf = new Map(targets.map(({ id }, i) => [id, aims[i]!]));
  // The audit measures d with another graph than the search, so the last digits differ.
  const reached = iris.filter((iri) => iri.accepted && iri.representationDistance <= aimOf.get(iri.targetId)! * 1.0001);
  return {
    network, sizePx: 32, targets: targetCount,
    oursSeconds: rounded(seconds),
    recipeSeconds: rounded(recipe.seconds),
    /** The recipe's time / ours; only where all targets reached their aim. */
    ratio: reached.length === targetCount ? rounded(recipe.seconds / seconds) : null,
    reached: reached.length,
    recipeSteps: steps, recipeTotal: 'measured' as const,
    oursSteps: { mean: rounded(mean(iris.map(({ stepCount }) => stepCount))), most: Math.max(...iris.map(({ stepCount }) => stepCount)) },
    oursDistance: summary(iris.map((iri) => iri.representationDistance)),
    recipeLastDistance: summary(recipe.last),
    recipeLeastDistance: summary(recipe.least),
    environment: { processor: cpus()[0]?.model ?? 'unknown', threads: device.threads, node: process.versions.node, onnxruntime: device.version, torch: recipe.torch, measuredOn: new Date().toISOString().slice(0, 10) },
  };
}

function keep(row: Awaited<ReturnType<typeof measure>>): void {
  const earlier = existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as { readonly rows: readonly (typeof row)[] }).rows : [];
  const rows = [...earlier.filter(({ network }) => network !== row.network), row].sort((a, b) => a.network.localeCompare(b.network));
  writeFileSync(resultsFile, `${JSON.stringify({ rows }, undefined, 2)}\n`);
  console.log(JSON.stringify(row, undefined, 2));
}

async function readTargets(): Promise<Target[]> {
  const size = { widthPx: 32, heightPx: 32 };
  const files = readdirSync(join(root, 'photographs')).filter((file) => file.endsWith('.png')).sort().slice(0, targetCount);
  return Promise.all(files.map(async (file) => {
    const image = fitToNetwork(await decodeImage(readFileSync(join(root, 'photographs', file))), size);
    return { id: file, hash: sha256Hex(image.data), pixels: toPlanar(image) };
  }));
}

function summary(values: readonly number[]) {
  return { mean: rounded(mean(values)), least: rounded(Math.min(...values)), largest: rounded(Math.max(...values)) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
