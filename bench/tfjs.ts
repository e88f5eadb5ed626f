/**
 * One step of the search on TensorFlow.js beside ONNX Runtime, in one run on the same machine and number of threads.
 *
 *   npm run bench:tfjs -- [--networks resnet18] [--batches 1,8] [--seconds 15] [--dry]
 *
 * `ratio` is ONNX Runtime's time for the step over that of tfjs-node (of WebAssembly where that is not set up), `nativeOverOnnxRuntime` its
 * inverse; `wasmOverForwardSpeed` is its time in WebAssembly over what its
 * multiply-adds would take at the speed at which the same device runs the network forwards. Devices take turns of at least 100 ms, as steps of a
 * search follow each other; medians.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countOperations, makeTensor } from '@lookalike/graph';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import type { Graph, Tensor } from '@lookalike/graph';
import { representationGraph, stepGraph } from '@lookalike/iri';
import { createRandom } from '@lookalike/random';
import { listDevices, openDevice } from '@lookalike/runtime';
import type { Executable } from '@lookalike/runtime';
import { median, rounded } from './statistics.ts';
import { resnet18 } from './tfjs/resnet18.ts';
import { turn } from './turn.ts';

const root = join(import.meta.dirname, '..');
const resultsFile = join(root, 'bench/results/tfjs.json');
const networks: Readonly<Record<string, () => { readonly graph: Graph; readonly layer: string }>> = {
  'cifar10-resnet10-standard': () => ofFile('cifar10-resnet10-standard'),
  'cifar10-resnet10-robust': () => ofFile('cifar10-resnet10-robust'),
  resnet18: () => ({ graph: resnet18(), layer: 'features' }),
};
const { values: options } = parseArgs({ options: { networks: { type: 'string' }, batches: { type: 'string', default: '1,8' }, seconds: { type: 'string', default: '15' }, dry: { type: 'boolean', default: false } } });
const leastRounds = 5;
const turnMs = 100;

const there = (await listDevices()).filter(({ id, available }) => available && ['onnxruntime-cpu', 'tfjs-node', 'tfjs-wasm'].includes(id));
const devices = await Promise.all(there.map(({ id }) => openDevice(id)));
const rows: Record<string, unknown>[] = [];
for (const name of options.networks?.split(',') ?? Object.keys(networks)) {
  for (const batch of options.batches.split(',').map(Number)) rows.push(await measure(name, batch));
}
console.table(rows);
const environment = { processor: cpus()[0]!.model.trim(), node: process.versions.node, devices: devices.map(({ id, version, threads }) => ({ id, version, threads })), measuredOn: new Date().toISOString().slice(0, 10) };
if (!options.dry) writeFileSync(resultsFile, `${JSON.stringify({ environment, rows }, undefined, 2)}\n`);
process.exit(0);

async function measure(name: string, batch: number): Promise<Record<string, unknown>> {
  const { graph, layer } = networks[name]!();
  const cut = representationGraph(graph, layer);
  const step = stepGraph(cut, { kind: 'regularizer-free' }).graph;
  const feeds = { image: noise([batch, ...cut.imageShape]), targetRepresentation: noise([batch, ...cut.representationShape]) };
  const runs = await Promise.all(devices.map(async (device) => ({ id: device.id, settlesAtRun: device.settlesAtRun, forward: await device.open(cut.graph), step: await device.open(step), forwardMs: [] as number[], stepMs: [] as number[] })));
  for (const { settlesAtRun, step: executable } of runs) for (let run = 0; run < settlesAtRun; run++) await executable.run(feeds);
  const startedAt = performance.now();
  for (let round = 0; round <= leastRounds || performance.now() - startedAt < Number(options.seconds) * 1000; round++) {
    for (const run of runs) {
      const [forward, whole] = [await turn(() => timed(run.forward, { [cut.input]: feeds.image }), turnMs), await turn(() => timed(run.step, feeds), turnMs)];
      // The first round warms up.
      if (round === 0) continue;
      run.forwardMs.push(...forward);
      run.stepMs.push(...whole);
    }
  }
  for (const run of runs) await Promise.all([run.forward.close(), run.step.close()]);
  const work = countOperations(step).multiplyAdds / countOperations(cut.graph).multiplyAdds;
  const of = (id: string) => runs.find((run) => run.id === id);
  const [reference, native, wasm] = [of('onnxruntime-cpu')!, of('tfjs-node'), of('tfjs-wasm')!];
  return {
    network: name, batch,
    onnxRuntimeMs: rounded(median(reference.stepMs)),
    ...(native && { nativeMs: rounded(median(native.stepMs)), nativeOverOnnxRuntime: rounded(median(native.stepMs) / median(reference.stepMs)) }),
    ratio: rounded(median(reference.stepMs) / median((native ?? wasm).stepMs)),
    wasmMs: rounded(median(wasm.stepMs)), wasmForwardMs: rounded(median(wasm.forwardMs)), stepOverForwardWork: rounded(work),
    wasmOverForwardSpeed: rounded(median(wasm.stepMs) / (median(wasm.forwardMs) * work)),
    repetitions: wasm.stepMs.length,
  };
}

async function timed(executable: Executable, feeds: Readonly<Record<string, Tensor>>): Promise<number> {
  const before = performance.now();
  await executable.run(feeds);
  return performance.now() - before;
}

function ofFile(name: string): { graph: Graph; layer: string } {
  const graph = readOnnx(readFileSync(join(root, `networks/${name}.onnx`)));
  return { graph, layer: penultimateLayer(graph).name };
}

function noise(shape: readonly number[]): Tensor {
  const random = createRandom(shape.join());
  return makeTensor('float32', shape, Float32Array.from({ length: shape.reduce((count, size) => count * size, 1) }, () => random.uniform()));
}
