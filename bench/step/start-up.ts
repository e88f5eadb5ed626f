/** In a process of its own: how long it takes from the start of Node to the end of the first step. Prints its parts as JSON. */
import { readFileSync } from 'node:fs';

const [file = '', batch = '1', threads = '1'] = process.argv.slice(2);
const parts: Record<string, number> = {};
// A bundle imports npm packages before its first line runs, so time counts from the start of the process.
let last = 0;
function lap(part: string): void {
  const now = performance.now();
  parts[part] = now - last;
  last = now;
}

const { penultimateLayer, readOnnx } = await import('@lookalike/network');
const { openDevice } = await import('@lookalike/runtime');
const { representationGraph, stepGraph } = await import('@lookalike/iri');
lap('import');
const network = readOnnx(readFileSync(file));
lap('read');
const cut = representationGraph(network, penultimateLayer(network).name);
lap('cut and fold');
const { graph } = stepGraph(cut, { kind: 'regularizer-free' });
lap('differentiate');
const device = await openDevice('onnxruntime-cpu', { threads: Number(threads) });
lap('load ONNX Runtime');
const executable = await device.open(graph);
lap('open');
const count = Number(batch);
const size = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);
await executable.run({
  image: { type: 'float32', shape: [count, ...cut.imageShape], data: new Float32Array(count * size(cut.imageShape)).fill(0.5) },
  targetRepresentation: { type: 'float32', shape: [count, ...cut.representationShape], data: new Float32Array(count * size(cut.representationShape)).fill(1) },
});
lap('first step');
await executable.close();
console.log(JSON.stringify(parts));
