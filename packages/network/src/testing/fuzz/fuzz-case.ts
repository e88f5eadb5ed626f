import { GraphError } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import type { Random } from '@lookalike/random';
import { listLayers } from '../../layers.ts';
import { readOnnx } from '../../onnx/read-onnx.ts';
import { readTensorFlowJs } from '../../tensorflowjs/read-tensorflowjs.ts';
import type { TensorFlowJsFiles } from '../../tensorflowjs/read-tensorflowjs.ts';
import { hostileOnnx } from './hostile-onnx.ts';
import { hostileGraphModel, hostileLayersModel } from './hostile-tensorflowjs.ts';
import { pick } from './hostile-values.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateJson } from './mutate-json.ts';

/** What came of a damaged file: it could still be read, or an error of ours said why not. Everything else is thrown. */
export type Outcome = 'read' | `graph.${string}`;

/**
 * @param goldens the files of src/goldens, by path; networks among them are what is damaged.
 * @returns by reader, a function that runs case number i, the same on every run.
 */
export function readerCases(goldens: ReadonlyMap<string, Uint8Array>): Readonly<Record<'onnx' | 'tensorflowjs', (i: number) => Outcome>> {
  // In the order of their names: a folder's own order differs from machine to machine.
  const sorted = [...goldens].sort(([a], [b]) => (a < b ? -1 : 1));
  const onnx = sorted.filter(([path]) => path.endsWith('.onnx')).map(([, bytes]) => bytes);
  const models = sorted.filter(([path]) => path.endsWith('/model.json')).map(([path, model]): TensorFlowJsFiles => {
    const folder = path.slice(0, -'model.json'.length);
    return { model, weights: new Map(sorted.flatMap(([other, bytes]) => (other.startsWith(folder) && other !== path ? [[other.slice(folder.length), bytes] as const] : []))) };
  });
  return {
    onnx: (i) => {
      const random = createRandom(`onnx ${i}`);
      const bytes = random.integer(2) === 0 ? hostileOnnx(random) : mutateBytes(random, pick(random, onnx), onnx);
      return outcomeOf(() => readOnnx(bytes));
    },
    tensorflowjs: (i) => {
      const random = createRandom(`tensorflowjs ${i}`);
      const files = damagedModel(random, models);
      return outcomeOf(() => readTensorFlowJs(files));
    },
  };
}

function damagedModel(random: Random, models: readonly TensorFlowJsFiles[]): TensorFlowJsFiles {
  const { model, weights } = pick(random, models);
  const bytes = model as Uint8Array;
  switch (random.integer(6)) {
    case 0: return hostileGraphModel(random);
    case 1: return hostileLayersModel(random);
    case 2: return { model: mutateBytes(random, bytes, models.map((other) => other.model as Uint8Array)), weights };
    case 3: return { model: bytes, weights: new Map([...weights].map(([name, content]) => [name, mutateBytes(random, content, [bytes])])) };
    default: return { model: JSON.stringify(mutateJson(random, JSON.parse(new TextDecoder().decode(bytes)) as Parameters<typeof mutateJson>[1])), weights };
  }
}

function outcomeOf(read: () => Graph): Outcome {
  try {
    listLayers(read());
    return 'read';
  } catch (error) {
    if (error instanceof GraphError) return error.code as Outcome;
    throw error;
  }
}
