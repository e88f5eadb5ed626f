import type { Graph, Tensor } from '@lookalike/graph';
import { fromBytes } from './eight-bit.ts';
import type { StepCall } from './step-batch.ts';
import type { StepSource } from './step-source.ts';

/** Numbers in the shape of an input of a graph, for as many images as there are numbers for. */
export function asInput(graph: Graph, name: string, data: Float32Array): Tensor {
  // The caller has the name from the graph, and every size but the batch is fixed.
  const shape = graph.inputs.find((input) => input.name === name)!.shape.slice(1).map(Number);
  return { type: 'float32', shape: [data.length / shape.reduce((product, size) => product * size, 1), ...shape], data };
}

/** Lays what belongs to each image (its target, its seed, …) side by side. Kept from call to call while the members stay the same. */
export class StepInputs {
  readonly #sources: ReadonlyMap<string, StepSource>;
  readonly #needsSeed: boolean;
  #members: StepCall['members'] = [];
  #feeds: Readonly<Record<string, Tensor>> = {};

  constructor(sources: ReadonlyMap<string, StepSource>, needsSeed: boolean) {
    this.#sources = sources;
    this.#needsSeed = needsSeed;
  }

  feeds(graph: Graph, members: StepCall['members']): Readonly<Record<string, Tensor>> {
    const isSame = members.length === this.#members.length && members.every(({ id, seed }, i) => id === this.#members[i]!.id && seed === this.#members[i]!.seed);
    if (isSame) return this.#feeds;
    // Every target has a source with the same inputs.
    const parts = members.map(({ id, seed }): Readonly<Record<string, Float32Array>> => ({ ...this.#sources.get(id)!.inputs, ...(this.#needsSeed && { seed: fromBytes(seed) }) }));
    this.#feeds = Object.fromEntries(Object.keys(parts[0] ?? {}).map((name) => {
      const size = parts[0]![name]!.length;
      const data = new Float32Array(parts.length * size);
      parts.forEach((part, i) => data.set(part[name]!, i * size));
      return [name, asInput(graph, name, data)];
    }));
    this.#members = members;
    return this.#feeds;
  }
}
