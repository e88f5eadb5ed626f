import type { Tensor as KernelTensor } from '@tensorflow/tfjs-core';

/** Calls one kernel. Results are in memory of their own. */
export type Kernel = (inputs: readonly KernelTensor[]) => KernelTensor;

/** One kernel call of a plan; slots are where tensors are kept while the plan runs. */
export interface Instruction {
  readonly kernel: Kernel;
  readonly inputs: readonly number[];
  readonly output: number;
}

/** A graph for one batch size as a list of kernel calls. */
export class Plan {
  readonly #steps: readonly (Instruction & { readonly releases: readonly number[] })[];
  readonly #slots: (KernelTensor | undefined)[];
  readonly #inputs: readonly number[];
  readonly #outputs: readonly number[];
  readonly #unread: readonly number[];
  readonly #constants: ReadonlyMap<number, KernelTensor>;
  /** Whether JavaScript computes in between, so that the kernels are called with other numbers in every run. */
  readonly computesOnHost: boolean;

  /** @param constants by slot; they stay when a run is over. Instructions whose results nothing reads are left out. */
  constructor({ instructions, inputs, outputs, constants, computesOnHost }: {
    readonly instructions: readonly Instruction[];
    readonly inputs: readonly number[];
    readonly outputs: readonly number[];
    readonly constants: ReadonlyMap<number, KernelTensor>;
    readonly computesOnHost: boolean;
  }) {
    const kept = liveInstructions(instructions, outputs);
    const lastReader = new Map<number, number>();
    kept.forEach((instruction, i) => {
      for (const slot of instruction.inputs) lastReader.set(slot, i);
    });
    const stays = new Set([...constants.keys(), ...outputs]);
    const releases = kept.map((): number[] => []);
    for (const [slot, reader] of lastReader) if (!stays.has(slot)) releases[reader]!.push(slot);
    this.#steps = kept.map((instruction, i) => ({ ...instruction, releases: releases[i]! }));
    this.#slots = [];
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#unread = inputs.filter((slot) => !lastReader.has(slot) && !outputs.includes(slot));
    this.#constants = constants;
    this.computesOnHost = computesOnHost;
  }

  /** What stays when a run is over. */
  get constants(): KernelTensor[] {
    return [...this.#constants.values()];
  }

  /**
   * Runs all kernels. Each tensor is freed after its last reader, whether the run succeeds or not.
   * @param feeds one per input; they belong to the plan from here on.
   * @param read is called for every output before it is freed.
   */
  run<Result>(feeds: readonly KernelTensor[], read: (output: KernelTensor, index: number) => Result): Result[] {
    const slots = this.#slots;
    for (const [slot, tensor] of this.#constants) slots[slot] = tensor;
    this.#inputs.forEach((slot, i) => {
      slots[slot] = feeds[i];
    });
    try {
      for (const slot of this.#unread) this.#release(slot);
      for (const { kernel, inputs, output, releases } of this.#steps) {
        slots[output] = kernel(inputs.map((slot) => slots[slot]!));
        for (const slot of releases) this.#release(slot);
      }
      return this.#outputs.map((slot, i) => read(slots[slot]!, i));
    } finally {
      for (let slot = 0; slot < slots.length; slot++) if (slots[slot] !== undefined && !this.#constants.has(slot)) this.#release(slot);
    }
  }

  #release(slot: number): void {
    this.#slots[slot]!.dispose();
    this.#slots[slot] = undefined;
  }
}

function liveInstructions(instructions: readonly Instruction[], outputs: readonly number[]): Instruction[] {
  const wanted = new Set(outputs);
  const kept: Instruction[] = [];
  for (const instruction of instructions.toReversed()) {
    if (!wanted.has(instruction.output)) continue;
    kept.push(instruction);
    for (const slot of instruction.inputs) wanted.add(slot);
  }
  return kept.reverse();
}
