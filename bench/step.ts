/**
 * One step of the search (d and its input gradient at the penultimate layer) beside PyTorch, on the same number of threads.
 *
 *   npm run bench:step -- [--networks resnet18,vgg16] [--batches 1,8] [--threads N] [--seconds N] [--start-up]
 *
 * A case's turns are interleaved: ours, PyTorch contiguous, PyTorch channels-last, ours, … Rows go into
 * `bench/results/step.json` in place of earlier ones of the same case. `--seconds` bounds a case (default 20); `--start-up` measures
 * only how long ResNet-50 takes to its first step; `--dry` writes nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import type { Tensor } from '@lookalike/graph';
import { representationGraph, stepGraph } from '@lookalike/iri';
import { openDevice } from '@lookalike/runtime';
import { layouts, Peer } from './step/peer.ts';
import type { Layout } from './step/peer.ts';
import { inlinePackages } from '../scripts/inline-packages.mjs';
import { median, rounded } from './statistics.ts';
import { turn } from './turn.ts';
import { mergeResults } from './step/results.ts';
import type { Environment, StartUpRow, StepRow } from './step/results.ts';

const root = join(import.meta.dirname, '..');
const files = join(root, '.lookalike/bench');
const sizes: Readonly<Record<string, number>> = {
  resnet18: 224, resnet50: 224, vgg16: 224, densenet121: 224, mobilenet_v2: 224, vit_small_patch16_224: 224, 'cifar10-resnet10-standard': 32, 'cifar10-resnet10-robust': 32,
};
const { values: options } = parseArgs({ options: {
  networks: { type: 'string' }, batches: { type: 'string', default: '1,8,32' }, threads: { type: 'string' }, seconds: { type: 'string', default: '20' },
  'start-up': { type: 'boolean', default: false }, dry: { type: 'boolean', default: false },
} });
const [leastRounds, mostRounds] = [3, 31];
/** How long one side runs steps until it is the turn of the next. */
const turnMs = 250;

mkdirSync(files, { recursive: true });
const device = await openDevice('onnxruntime-cpu', options.threads === undefined ? {} : { threads: Number(options.threads) });
const peer = new Peer();
const environment = await describeEnvironment();
const networks = options.networks?.split(',') ?? Object.keys(sizes);
for (const network of networks) {
  if (sizes[network] === undefined) throw new Error(`There is no network "${network}"; there are ${Object.keys(sizes).join(', ')}.`);
}
const startUp = options['start-up'] ? [await measureStartUp('resnet50', 8)] : [];
if (!options['start-up']) {
  console.log('network | batch | ours ms | contiguous ms | channels-last ms | ratio | gradient error');
  for (const network of networks) for (const batch of options.batches.split(',')) keep(await measure(network, Number(batch)));
}
if (startUp.length > 0) {
  console.log(JSON.stringify(startUp[0], undefined, 2));
  if (!options.dry) mergeResults([], startUp, Object.keys(sizes));
}
peer.close();

function keep(row: StepRow): void {
  console.log(`${row.network} | ${row.batch} | ${row.oursMs} | ${row.pytorchContiguousMs} | ${row.pytorchChannelsLastMs} | ${row.ratio} | ${row.gradientError}`);
  if (!options.dry) mergeResults([row], [], Object.keys(sizes));
}

async function measure(network: string, batch: number): Promise<StepRow> {
  const [image, target, distance, gradient] = ['image', 'target', 'distance', 'gradient'].map((name) => join(files, `${name}.float32`)) as [string, string, string, string];
  const graph = readOnnx(readFileSync(await networkFile(network)));
  const cut = representationGraph(graph, penultimateLayer(graph).name);
  const { representation } = await peer.load({ network, networks: join(root, 'networks'), batch, threads: device.threads, image, target });
  if (representation.join() !== cut.representationShape.join()) throw new Error(`${network}: our penultimate layer is [${cut.representationShape.join()}], PyTorch's [${representation.join()}].`);
  const executable = await device.open(stepGraph(cut, { kind: 'regularizer-free' }).graph);
  const feeds = {
    image: { type: 'float32', shape: [batch, ...cut.imageShape], data: readFloats(image) },
    targetRepresentation: { type: 'float32', shape: [batch, ...cut.representationShape], data: readFloats(target) },
  } as const;

  const ours: number[] = [];
  const theirs: Record<Layout, number[]> = { contiguous: [], 'channels-last': [] };
  let results: Record<string, Tensor> = {};
  const step = async (): Promise<number> => {
    const before = performance.now();
    results = await executable.run(feeds);
    return performance.now() - before;
  };
  // Once before it counts: memory plans, thread pools, packed weights.
  for (const warmUp of [step, ...layouts.map((layout) => () => peer.step(layout))]) await warmUp();
  const startedAt = performance.now();
  for (let round = 0; round < leastRounds || (round < mostRounds && performance.now() - startedAt < Number(options.seconds) * 1000); round++) {
    ours.push(...await turn(step, turnMs));
    for (const layout of layouts) theirs[layout].push(...await turn(async () => (await peer.step(layout)).ms, turnMs));
  }
  await peer.result({ distance, gradient });
  const errors = { distance: relativeError(results['distance']!.data as Float32Array, readFloats(distance)), gradient: relativeError(results['gradient']!.data as Float32Array, readFloats(gradient)) };
  await executable.close();
  const medians = { contiguous: median(theirs.contiguous), 'channels-last': median(theirs['channels-last']) };
  const pytorchLayout = medians.contiguous <= medians['channels-last'] ? 'contiguous' : 'channels-last';
  return {
    network, sizePx: sizes[network]!, batch,
    oursMs: rounded(median(ours)),
    pytorchMs: rounded(medians[pytorchLayout]), pytorchLayout,
    pytorchContiguousMs: rounded(medians.contiguous), pytorchChannelsLastMs: rounded(medians['channels-last']),
    ratio: rounded(medians[pytorchLayout] / median(ours)),
    repetitions: ours.length,
    gradientError: rounded(errors.gradient), distanceError: rounded(errors.distance),
    environment,
  };
}

/** The first step in a new process, the fastest of three: what comes from the disk the first time is not what is measured. */
async function measureStartUp(network: string, batch: number): Promise<StartUpRow> {
  const file = await networkFile(network);
  const program = join(files, 'start-up.mjs');
  // As the apps are bundled (scripts/bundle.mjs).
  await build({
    entryPoints: [join(import.meta.dirname, 'step/start-up.ts')], outfile: program, bundle: true, platform: 'node', format: 'esm', target: 'node20.19', logLevel: 'warning',
    plugins: [inlinePackages],
  });
  const runs = Array.from({ length: 3 }, () => {
    const printed = execFileSync(process.execPath, [program, file, String(batch), String(device.threads)], { encoding: 'utf8', cwd: root });
    const parts = JSON.parse(printed) as Record<string, number>;
    return { parts, totalMs: Object.values(parts).reduce((sum, ms) => sum + ms, 0) };
  });
  const { parts, totalMs } = runs.sort((a, b) => a.totalMs - b.totalMs)[0]!;
  return { network, batch, totalMs: rounded(totalMs), parts: Object.fromEntries(Object.entries(parts).map(([part, ms]) => [part, rounded(ms)])), environment };
}

/** The network's ONNX file; exported by PyTorch if it is not among the project's own. */
async function networkFile(network: string): Promise<string> {
  const own = join(root, `networks/${network}.onnx`);
  if (existsSync(own)) return own;
  const file = join(files, `${network}.onnx`);
  if (!existsSync(file)) await peer.export({ network, networks: join(root, 'networks'), file });
  return file;
}

async function describeEnvironment(): Promise<Environment> {
  const { torch = '', torchvision = '', timm = '', capability = '' } = await peer.versions();
  return {
    processor: cpus()[0]!.model.trim(), instructions: capability, threads: device.threads, node: process.versions.node, onnxruntime: device.version, torch, torchvision, timm,
    measuredOn: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length),
  };
}

function readFloats(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function relativeError(ours: Float32Array, theirs: Float32Array): number {
  if (ours.length !== theirs.length) throw new Error(`Results of ${ours.length} and ${theirs.length} values cannot be compared.`);
  let [difference, size] = [0, 0];
  theirs.forEach((value, i) => {
    difference += (ours[i]! - value) ** 2;
    size += value ** 2;
  });
  return Math.sqrt(difference / size);
}
