import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor as KernelTensor } from '@tensorflow/tfjs-core';
import type { WholeGraph } from '../library.ts';
import type { Plan } from '../plan.ts';
import type { Binding, Numbers, TensorInfo } from './binding.ts';
import { record } from './recording.ts';
import type { NativeBackend, Recording } from './recording.ts';
import { tag, writeSavedModel } from './saved-model.ts';

/** Its weights would be there twice, and a model's file cannot have more than 2 GiB. */
const mostConstantBytes = 2 ** 30;

/**
 * Makes one graph of what a plan calls; `undefined` where that cannot be: a result that is fed or constant cannot be asked for, and too many
 * weights stay where they are. The model goes through a temporary folder, from which alone the addon loads.
 * @param feeds one per input of the plan; they belong to it from here on.
 * @throws what TensorFlow or the file system say
 */
export function wholeGraph(backend: NativeBackend, plan: Plan, feeds: readonly KernelTensor[]): WholeGraph | undefined {
  // Floats and whole numbers have four bytes; truth values, which have one, are few.
  if (plan.constants.reduce((sum, { size }) => sum + 4 * size, 0) > mostConstantBytes) {
    for (const feed of feeds) feed.dispose();
    return undefined;
  }
  const recording = record(backend, plan, feeds);
  const made = new Set(recording.operations.flatMap(({ outputs }) => outputs));
  return recording.results.every((id) => made.has(id)) ? load(backend.binding, recording) : undefined;
}

function load(binding: Binding, recording: Recording): WholeGraph {
  const { bytes, inputNames, outputNames } = writeSavedModel(recording, binding);
  const folder = mkdtempSync(join(tmpdir(), 'lookalike-graph-'));
  let model: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), bytes);
    model = binding.loadSavedModel(folder, tag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const inputs = [...recording.feeds.values()];
  return {
    run(feeds) {
      const ids = feeds.map((numbers, i) => binding.createTensor(inputs[i]!.shape, inputs[i]!.dtype, numbers));
      let results: readonly TensorInfo[] = [];
      try {
        results = binding.runSavedModel(model, ids, inputNames, outputNames);
        return results.map(({ id, shape }): Numbers => (shape.includes(0) ? new Float32Array() : binding.tensorDataSync(id)));
      } finally {
        for (const id of [...ids, ...results.map((result) => result.id)]) binding.deleteTensor(id);
      }
    },
    close: () => binding.deleteSavedModel(model),
  };
}
