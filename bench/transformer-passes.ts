/**
 * What the passes for transformers (decision 0019) give: a step of ViT-S in ONNX Runtime with all passes, without any one of them, and without
 * all six, side by side in one process.
 *
 *   npm run bench:transformer-passes -- [--file vit.onnx] [--batch N] [--threads N] [--rounds N] [--dry]
 *
 * The variants take turns, and the median counts. Everything is written to `bench/results/transformer-passes.json`. The network is the one that
 * `npm run bench:step -- --networks vit_small_patch16_224` exports, unless a file is given.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { elementCount, writeOnnx } from '@lookalike/graph';
import { representationGraph, stepGraph } from '@lookalike/iri';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import { blockSize } from '../packages/runtime/src/onnxruntime/cpu/block-size.ts';
import { graphSteps, ortSteps, prepareForCpu } from '../packages/runtime/src/onnxruntime/cpu/pipeline.ts';
import { cpuSessionOptions } from '../packages/runtime/src/onnxruntime/cpu-session-options.ts';
import { loadOnnxRuntime } from '../packages/runtime/src/onnxruntime/library.ts';
import { openSession } from '../packages/runtime/src/onnxruntime/session.ts';
import { median, rounded } from './statistics.ts';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({ options: {
  file: { type: 'string', default: join(root, '.lookalike/bench/vit_small_patch16_224.onnx') }, batch: { type: 'string', default: '4' }, threads: { type: 'string', default: '1' },
  rounds: { type: 'string', default: '31' }, dry: { type: 'boolean', default: false },
} });
const passes = ['shared erf', 'shared normalizations', 'centred products', 'scaled products', 'convolved tokens', 'biases in products', 'transposed products'];
for (const name of passes) if (![...graphSteps, ...ortSteps].some((step) => step.name === name)) throw new Error(`The pipeline has no step "${name}".`);

const { ort, version } = await loadOnnxRuntime();
const block = await blockSize();
const network = readOnnx(readFileSync(options.file));
const cut = representationGraph(network, penultimateLayer(network).name);
const step = stepGraph(cut, { kind: 'regularizer-free' }).graph;
const variants = [{ without: [] }, ...passes.map((name) => ({ without: [name] })), { without: passes }];
const sessions = [];
for (const { without } of variants) {
  const steps = { graphSteps: graphSteps.filter(({ name }) => !without.includes(name)), ortSteps: ortSteps.filter(({ name }) => !without.includes(name)) };
  sessions.push(await openSession(ort, writeOnnx(prepareForCpu(step, block, steps)), cpuSessionOptions(Number(options.threads))));
}
const noise = (shape: readonly number[]): { type: 'float32'; shape: readonly number[]; data: Float32Array } => ({ type: 'float32', shape, data: Float32Array.from({ length: elementCount(shape) }, (_, i) => Math.abs(Math.sin(12.9898 * i) * 43758.5453) % 1) });
const feeds = { image: noise([Number(options.batch), ...cut.imageShape]), targetRepresentation: noise([Number(options.batch), ...cut.representationShape]) };
const times = variants.map((): number[] => []);
for (let round = 0; round <= Number(options.rounds); round++) {
  for (const [i, session] of sessions.entries()) {
    const before = performance.now();
    await session.run(feeds);
    // The first round warms up.
    if (round > 0) times[i]!.push(performance.now() - before);
  }
}
await Promise.all(sessions.map((session) => session.close()));

const whole = median(times[0]!);
const rows = variants.map(({ without }, i) => ({ without, ms: rounded(median(times[i]!)), timesAsLong: rounded(median(times[i]!) / whole) }));
for (const { without, ms, timesAsLong } of rows) console.log(`${(without.length === 0 ? 'all passes' : `without ${without.join(', ')}`).padEnd(40)} ${ms} ms  ${timesAsLong}`);
const environment = { processor: cpus()[0]!.model.trim(), block, threads: Number(options.threads), batch: Number(options.batch), rounds: Number(options.rounds), node: process.versions.node, onnxruntime: version, measuredOn: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length) };
if (!options.dry) writeFileSync(join(root, 'bench/results/transformer-passes.json'), `${JSON.stringify({ environment, rows }, undefined, 2)}\n`);
