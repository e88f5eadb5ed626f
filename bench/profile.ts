/**
 * Where the time of a step goes in ONNX Runtime: shares of its operators on one thread, by its own profiler.
 *
 *   npm run bench:profile -- [--networks resnet18,vgg16] [--repetitions N] [--nodes N]
 *
 * Everything is written to `bench/results/profile.json`; `--nodes` also prints the slowest single nodes, and writes nothing. Networks that
 * are not the project's own are those that `npm run bench:step` has exported.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { elementCount, writeOnnx } from '@lookalike/graph';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import { representationGraph, stepGraph } from '@lookalike/iri';
import { cpuSessionOptions } from '../packages/runtime/src/onnxruntime/cpu-session-options.ts';
import { blockSize } from '../packages/runtime/src/onnxruntime/cpu/block-size.ts';
import { loadOnnxRuntime } from '../packages/runtime/src/onnxruntime/library.ts';
import { prepareForCpu } from '../packages/runtime/src/onnxruntime/cpu/pipeline.ts';
import { rounded } from './statistics.ts';

interface ProfiledEvent {
  readonly cat: string;
  readonly name: string;
  /** Microseconds. */
  readonly dur: number;
  readonly args: { readonly op_name?: string; readonly output_type_shape?: readonly unknown[] };
}

const root = join(import.meta.dirname, '..');
const batches: Readonly<Record<string, number>> = { resnet18: 1, resnet50: 1, vgg16: 1, densenet121: 1, mobilenet_v2: 1, vit_small_patch16_224: 4, 'cifar10-resnet10-robust': 16 };
const { values: options } = parseArgs({ options: { networks: { type: 'string' }, repetitions: { type: 'string', default: '20' }, nodes: { type: 'string' } } });
const repetitions = Number(options.repetitions);
const { ort, version } = await loadOnnxRuntime();
const networks = [];
for (const network of options.networks?.split(',') ?? Object.keys(batches)) networks.push({ network, batch: batches[network] ?? 1, operators: await sharesOf(network, batches[network] ?? 1) });
const environment = { processor: cpus()[0]!.model.trim(), block: await blockSize(), threads: 1, node: process.versions.node, onnxruntime: version, measuredOn: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length) };
if (options.nodes === undefined) writeFileSync(join(root, 'bench/results/profile.json'), `${JSON.stringify({ environment, networks }, undefined, 2)}\n`);

/** Each operator's share of the time of all, from 1 % on. */
async function sharesOf(network: string, batch: number): Promise<{ operator: string; share: number; nodes: number }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lookalike-profile-'));
  try {
    const nodes = await profile(network, batch, join(folder, 'profile'), folder);
    const total = nodes.reduce((sum, { dur }) => sum + dur, 0);
    const shares = Array.from(grouped(nodes, ({ args }) => args.op_name!), ([operator, all]) => ({ operator, share: rounded(all.reduce((sum, { dur }) => sum + dur, 0) / total), nodes: all.length / repetitions }));
    shares.sort((a, b) => b.share - a.share);
    console.log(`\n${network}, ${batch} at once: ${(total / repetitions / 1000).toFixed(1)} ms`);
    for (const { operator, share, nodes: count } of shares) if (share >= 0.01) console.log(`${operator.padEnd(20)} ${(100 * share).toFixed(1).padStart(5)} %  ${count} nodes`);
    printSlowest(nodes);
    return shares.filter(({ share }) => share >= 0.01);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function profile(network: string, batch: number, prefix: string, folder: string): Promise<ProfiledEvent[]> {
  const graph = readOnnx(readFileSync(network.startsWith('cifar') ? join(root, `networks/${network}.onnx`) : join(root, `.lookalike/bench/${network}.onnx`)));
  const cut = representationGraph(graph, penultimateLayer(graph).name);
  const step = stepGraph(cut, { kind: 'regularizer-free' }).graph;
  const model = writeOnnx(prepareForCpu(step, await blockSize()));
  const session = await ort.InferenceSession.create(model, { ...cpuSessionOptions(1), enableProfiling: true, profileFilePrefix: prefix });
  const noise = (shape: readonly number[]): InstanceType<typeof ort.Tensor> => new ort.Tensor('float32', Float32Array.from({ length: elementCount(shape) }, (_, i) => Math.abs(Math.sin(12.9898 * i) * 43758.5453) % 1), shape);
  const feeds = { image: noise([batch, ...cut.imageShape]), targetRepresentation: noise([batch, ...cut.representationShape]) };
  // One before it counts, in which memory is planned.
  for (let run = 0; run <= repetitions; run++) await session.run(feeds);
  session.endProfiling();
  await session.release();
  const events = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]!), 'utf8')) as ProfiledEvent[];
  const nodes = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'));
  return nodes.slice(nodes.length / (repetitions + 1));
}

function printSlowest(nodes: readonly ProfiledEvent[]): void {
  const all = Array.from(grouped(nodes, ({ name }) => name).values(), (runs) => ({ ...runs[0]!, ms: runs.reduce((sum, { dur }) => sum + dur, 0) / repetitions / 1000 }));
  for (const { ms, args } of all.sort((a, b) => b.ms - a.ms).slice(0, Number(options.nodes ?? 0))) console.log(`${ms.toFixed(3)} ms  ${args.op_name} ${JSON.stringify(args.output_type_shape)}`);
}

function grouped(nodes: readonly ProfiledEvent[], keyOf: (node: ProfiledEvent) => string): ReadonlyMap<string, ProfiledEvent[]> {
  const groups = new Map<string, ProfiledEvent[]>();
  for (const node of nodes) {
    const group = groups.get(keyOf(node));
    if (group === undefined) groups.set(keyOf(node), [node]);
    else group.push(node);
  }
  return groups;
}
