/**
 * Compares Lookalike with PyTorch on the networks that make_networks.py has exported:
 *
 *     npm run families:timm -- FOLDER
 *
 * writes results.json beside this file: of every network whether it imports, whether the default layer is timm's representation before the
 * classifier, and how far the gradient of d is from PyTorch's in float64, for eight images, beside PyTorch's own float32.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphError } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { representationGraph, stepGraph, stepValues } from '@lookalike/iri';
import { inspectNetwork } from '@lookalike/network';
import type { Layer } from '@lookalike/network';
import { openDevice } from '@lookalike/runtime';
import type { Device } from '@lookalike/runtime';

/** What make_networks.py says of a model file. */
interface Made {
  readonly file: string;
  readonly name: string;
  readonly unmade?: string;
  readonly unexported?: string;
  readonly uncomputed?: string;
  readonly exporter?: string;
  readonly shapes?: readonly (readonly number[])[];
  readonly torchErrors?: readonly (number | null)[];
}

interface Result {
  readonly file: string;
  readonly name: string;
  readonly exporter?: string;
  /** Why PyTorch gives nothing to compare with. */
  readonly notExported?: string;
  /** Why Lookalike does not read it. */
  readonly refused?: string;
  /** Whether the default layer is what timm gives to its classifier; where it is not, the layer that is, or null. */
  readonly isDefaultLayer?: boolean;
  readonly layer?: string | null;
  /** Median over eight images of the representation's relative error against float64. */
  readonly representationError?: number;
  /** Medians over eight images of the gradient's relative error against float64. */
  readonly gradientError?: number;
  readonly torchGradientError?: number;
  readonly isWithinLimit?: boolean;
  readonly failed?: string;
}

/** The greatest median that is no exception, and how much worse than PyTorch's own float32 one may be. */
const [limit, share] = [1e-4, 2];
/** Representations nearer than this are the same. */
const same = 1e-3;

const folder = process.argv[2];
if (folder === undefined) throw new Error('Give the folder that make_networks.py has filled.');
const device = await openDevice('onnxruntime-cpu');
const results: Result[] = [];
for (const entry of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
  const result = await compare(JSON.parse(readFileSync(join(folder, entry), 'utf8')) as Made);
  results.push(result);
  console.log(JSON.stringify(result));
}
const exported = results.filter(({ notExported }) => notExported === undefined);
const imported = exported.filter(({ refused }) => refused === undefined);
const compared = imported.filter(({ gradientError }) => gradientError !== undefined);
const summary = {
  modelFiles: results.length, exported: exported.length, imported: imported.length, compared: compared.length,
  defaultLayerIsTimms: imported.filter(({ isDefaultLayer }) => isDefaultLayer).length,
  gradientWithinLimit: compared.filter(({ isWithinLimit }) => isWithinLimit).length,
};
writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify({ summary, results }, undefined, 1)}\n`);
console.log(summary);

async function compare(made: Made): Promise<Result> {
  const { file, name, exporter, shapes } = made;
  const notExported = made.unmade ?? made.unexported ?? made.uncomputed;
  if (notExported !== undefined || shapes === undefined || exporter === undefined) return { file, name, notExported: notExported ?? 'nothing was written' };
  const facts = { file, name, exporter };
  const { network, problems } = inspectNetwork(new Map([['network.onnx', readFileSync(join(folder!, `${file}.onnx`))]]));
  if (network === undefined) return { ...facts, refused: problems.map(({ message }) => message.slice(0, 300)).join(' ') };
  const [images, representations, slopes] = readArrays(join(folder!, `${file}.float64`), shapes) as [Rows, Rows, Rows];
  try {
    const found = await layerOf(network.graph, { layers: network.layers, defaultLayer: network.defaultLayer.name, images, representations });
    if (found === undefined) return { ...facts, isDefaultLayer: false, layer: null };
    const gradients = await gradientsAt(network.graph, found.layer, images, representations);
    const gradientError = median(gradients.map((gradient, i) => relativeError(gradient, slopes[i]!)));
    const torchGradientError = median((made.torchErrors ?? []).map((error) => error ?? NaN));
    return {
      ...facts, isDefaultLayer: found.layer === network.defaultLayer.name, layer: found.layer, representationError: rounded(found.error),
      gradientError: rounded(gradientError), torchGradientError: rounded(torchGradientError), isWithinLimit: gradientError <= Math.max(limit, share * torchGradientError),
    };
  } catch (error) {
    if (!(error instanceof GraphError) && !(error instanceof Error)) throw error;
    return { ...facts, failed: error.message.slice(0, 300) };
  }
}

type Rows = readonly Float64Array[];

/** Arrays one behind the other, each in rows by its first axis. */
function readArrays(path: string, shapes: readonly (readonly number[])[]): Rows[] {
  const bytes = readFileSync(path);
  const all = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
  let start = 0;
  return shapes.map(([count, ...rest]) => {
    const size = rest.reduce((product, each) => product * each, 1);
    const rows = Array.from({ length: count! }, (_, i) => all.subarray(start + i * size, start + (i + 1) * size));
    start += count! * size;
    return rows;
  });
}

interface Wanted {
  readonly layers: readonly Layer[];
  readonly defaultLayer: string;
  readonly images: Rows;
  readonly representations: Rows;
}

/** The layer that gives timm's representation: the default one if it does, else the last of the same size that does. */
async function layerOf(graph: Graph, { layers, defaultLayer, images, representations }: Wanted): Promise<{ readonly layer: string; readonly error: number } | undefined> {
  const fitting = layers.filter(({ size }) => size === representations[0]!.length).map(({ name }) => name);
  const others = fitting.filter((name) => name !== defaultLayer).slice(-12).reverse();
  for (const candidates of [fitting.filter((name) => name === defaultLayer), others]) {
    if (candidates.length === 0) continue;
    const errors = await errorsAt(graph, candidates, images, representations);
    const layer = candidates.find((name) => errors.get(name)! < same);
    if (layer !== undefined) return { layer, error: errors.get(layer)! };
  }
  return undefined;
}

/** How far each layer is from the representations: the median, as networks with random weights can be badly conditioned for one image. */
async function errorsAt(graph: Graph, layers: readonly string[], images: Rows, representations: Rows): Promise<ReadonlyMap<string, number>> {
  const [input] = graph.inputs;
  const executable = await device.open({ ...graph, outputs: layers });
  const errors = new Map(layers.map((name) => [name, [] as number[]]));
  try {
    for (const [i, image] of images.entries()) {
      const values = await executable.run({ [input!.name]: floats([1, ...input!.shape.slice(1).map(Number)], [image]) });
      for (const name of layers) errors.get(name)!.push(relativeError(values[name]!.data as Float32Array, representations[i]!));
    }
  } finally {
    await executable.close();
  }
  return new Map([...errors].map(([name, all]) => [name, median(all)]));
}

async function gradientsAt(graph: Graph, layer: string, images: Rows, representations: Rows): Promise<Float32Array[]> {
  const cut = representationGraph(graph, layer);
  const executable = await (device satisfies Device).open(stepGraph(cut, { kind: 'regularizer-free' }).graph);
  try {
    const gradients: Float32Array[] = [];
    for (const [i, image] of images.entries()) {
      const target = representations[(i + 1) % representations.length]!;
      const results = await executable.run({ [stepValues.image]: floats([1, ...cut.imageShape], [image]), [stepValues.target]: floats([1, ...cut.representationShape], [target]) });
      gradients.push(results[stepValues.gradient]!.data as Float32Array);
    }
    return gradients;
  } finally {
    await executable.close();
  }
}

function floats(shape: readonly number[], rows: Rows): Tensor {
  return { type: 'float32', shape, data: Float32Array.from(rows[0]!) };
}

function relativeError(got: ArrayLike<number>, exact: Float64Array): number {
  let [error, length] = [0, 0];
  for (let i = 0; i < exact.length; i++) {
    error += (got[i]! - exact[i]!) ** 2;
    length += exact[i]! ** 2;
  }
  return Math.sqrt(error / length);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
