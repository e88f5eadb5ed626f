import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Piece, WholeGraph } from '../library.ts';
import type { Binding, Numbers, TensorInfo } from './binding.ts';
import { divideProducts } from './divide-products.ts';
import { bytesOf, fedWeights } from './fed-weights.ts';
import { record } from './recording.ts';
import type { NativeBackend, RecordedConstant, Recording } from './recording.ts';
import { tag, writeSavedModel } from './saved-model.ts';

/** They would be there twice, and a model's file cannot have more than 2 GiB. */
const mostConstantBytes = 2 ** 30;

/**
 * Makes one graph of what plans call; `undefined` where that cannot be: a result that is fed or constant cannot be asked for, and too many
 * weights stay where they are. The model goes through a temporary folder, from which alone the addon loads.
 * @param atOnce how many operations it will compute at a time, each on one thread
 * @throws what TensorFlow or the file system say
 */
export function wholeGraph(backend: NativeBackend, pieces: readonly Piece[], atOnce: number): WholeGraph | undefined {
  const recorded = record(backend, pieces);
  const made = new Set(recorded.operations.flatMap(({ outputs }) => outputs.map(({ id }) => id)));
  if (!recorded.results.flat().every((id) => made.has(id))) return undefined;
  const recording = divideProducts(recorded, Math.floor(atOnce / pieces.length), backend.binding);
  // What lies on a card would go to the processor and back at every call.
  const fed = backend.isUsingGpuDevice ? [] : fedWeights(recording);
  const read = new Set(recording.operations.flatMap(({ inputs }) => inputs));
  const bytes = [...recording.constants].reduce((sum, [id, constant]) => (read.has(id) && !fed.includes(id) ? sum + bytesOf(constant) : sum), 0);
  return bytes > mostConstantBytes ? undefined : load(backend.binding, recording, fed);
}

function load(binding: Binding, recording: Recording, fed: readonly number[]): WholeGraph {
  const { bytes, inputNames, outputNames } = writeSavedModel(recording, fed, binding);
  const folder = mkdtempSync(join(tmpdir(), 'lookalike-graph-'));
  let model: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), bytes);
    model = binding.loadSavedModel(folder, tag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const inputs = [...recording.feeds.values()];
  const own: number[] = [];
  const deleteAll = (ids: readonly number[]): void => {
    for (const id of ids) binding.deleteTensor(id);
  };
  const close = (): void => {
    binding.deleteSavedModel(model);
    deleteAll(own);
  };
  const tensorOf = ({ shape, dtype, numbers, tensor }: RecordedConstant): number => {
    if (tensor !== undefined) return tensor;
    own.push(binding.createTensor(shape, dtype, numbers()));
    return own.at(-1)!;
  };
  let weights: readonly number[];
  try {
    weights = fed.map((id) => tensorOf(recording.constants.get(id)!));
  } catch (error) {
    close();
    throw error;
  }
  const lengths = recording.results.map(({ length }) => length);
  return {
    run(feeds) {
      const ids = feeds.flat().map((numbers, i) => binding.createTensor(inputs[i]!.shape, inputs[i]!.dtype, numbers));
      let results: readonly TensorInfo[] = [];
      try {
        results = binding.runSavedModel(model, [...ids, ...weights], inputNames, outputNames);
        const numbers = results.map(({ id, shape }): Numbers => (shape.includes(0) ? new Float32Array() : binding.tensorDataSync(id)));
        let next = 0;
        return lengths.map((length) => numbers.slice(next, next += length));
      } finally {
        deleteAll([...ids, ...results.map(({ id }) => id)]);
      }
    },
    close,
  };
}
