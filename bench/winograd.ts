/**
 * Single 3×3 convolutions with bias and Relu in ONNX Runtime on one thread: as they are, and filtered in tiles on one axis and on both.
 * The rule of `packages/runtime/src/onnxruntime/cpu/winograd/filter-in-tiles.ts` comes from these numbers.
 *
 *   npm run bench:winograd -- [--repetitions N]
 *
 * Repetitions are interleaved and the median counts. Everything is written to `bench/results/winograd.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { elementCount, GraphBuilder, makeTensor, writeOnnx } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { cpuSessionOptions } from '../packages/runtime/src/onnxruntime/cpu-session-options.ts';
import { loadOnnxRuntime } from '../packages/runtime/src/onnxruntime/library.ts';
import { blockSize } from '../packages/runtime/src/onnxruntime/cpu/block-size.ts';
import { layOutInBlocks } from '../packages/runtime/src/onnxruntime/cpu/layout/lay-out-in-blocks.ts';
import { openSession } from '../packages/runtime/src/onnxruntime/session.ts';

const layers = [[64, 224], [64, 56], [128, 112], [128, 28], [256, 56], [256, 14], [512, 28], [512, 14], [512, 7], [32, 32], [64, 16], [128, 8], [256, 4]] as const;
const batches = [1, 4];
const { values: { repetitions } } = parseArgs({ options: { repetitions: { type: 'string', default: '9' } } });
const { ort, version } = await loadOnnxRuntime();
const block = await blockSize();

const rows = [];
console.log('channels | pixels | batch | plain ms | one axis ms | both ms');
for (const [channels, size] of layers) {
  for (const batch of batches) {
    const ms = await measure(channels, size, batch);
    console.log(`${channels} | ${size} | ${batch} | ${ms.map((one) => one.toFixed(2)).join(' | ')}`);
    rows.push({ channels, sizePx: size, batch, plainMs: ms[0], oneAxisMs: ms[1], bothAxesMs: ms[2] });
  }
}
const folder = join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
const environment = { processor: cpus()[0]!.model.trim(), threads: 1, node: process.versions.node, onnxruntime: version, measuredOn: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length) };
writeFileSync(join(folder, 'winograd.json'), `${JSON.stringify({ environment, rows }, undefined, 2)}\n`);

/** Medians of the convolution as it is and with tiles on 1 and on 2 axes, each less the time of what is around it. */
async function measure(channels: number, size: number, batch: number): Promise<number[]> {
  const plain = layer(channels, size, true);
  const graphs = [layOutInBlocks(layer(channels, size, false), block), ...([0, 1, 2] as const).map((axes) => layOutInBlocks(plain, block, () => axes))];
  const sessions = await Promise.all(graphs.map((graph) => openSession(ort, writeOnnx(graph), cpuSessionOptions(1))));
  const feeds = { image: noise([batch, channels, size, size]) };
  const times = graphs.map((): number[] => []);
  for (let round = 0; round <= Number(repetitions); round++) {
    for (const [i, session] of sessions.entries()) {
      const before = performance.now();
      await session.run(feeds);
      // The first round warms up.
      if (round > 0) times[i]!.push(performance.now() - before);
    }
  }
  await Promise.all(sessions.map((session) => session.close()));
  const [around, ...medians] = times.map((one) => one.sort((a, b) => a - b)[one.length >> 1]!);
  return medians.map((one) => Math.round((one - around!) * 1000) / 1000);
}

/** Depthwise convolutions before and after bring images into the blocked layout, as the layers around it would. */
function layer(channels: number, size: number, isThere: boolean): Graph {
  const b = new GraphBuilder({ name: 'layer' });
  const pointwise = (x: string): string => b.relu(b.conv(x, b.constant(noise([channels, 1, 1, 1])), { group: channels }));
  const before = pointwise(b.input('image', { type: 'float32', shape: ['N', channels, size, size] }));
  const convolved = isThere ? b.relu(b.conv(before, b.constant(noise([channels, channels, 3, 3])), { pads: [1, 1, 1, 1], bias: b.constant(noise([channels])) })) : before;
  // One number per image, so that no time goes into handing over results.
  b.output(b.reduceMean(b.globalAveragePool(pointwise(convolved)), [1, 2, 3]));
  return b.build();
}

/** Numbers without a pattern, the same on every run. */
function noise(shape: readonly number[]): Tensor {
  return makeTensor('float32', shape, Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(12.9898 * (i + 1)) * 43758.5453 % 1));
}
