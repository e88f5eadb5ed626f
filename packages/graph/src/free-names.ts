import type { Graph } from './graph.ts';

/** Names that nothing has yet: the one place where new names of values, or of nodes, come from. */
export class FreeNames {
  readonly #taken: Set<string>;
  readonly #kept = new Set<string>();
  readonly #counters = new Map<string, number>();

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** Says that a name is in use. */
  take(name: string): void {
    this.#taken.add(name);
  }

  /** Says that a name will be in use: no fresh one is the same, but it may still be taken. */
  keep(name: string): void {
    this.#kept.add(name);
  }

  /** `base` if nothing has it, also if it is kept, for what it was kept for; else a fresh one. The name is taken then. */
  own(base: string): string {
    if (this.#taken.has(base)) return this.fresh(base);
    this.#taken.add(base);
    return base;
  }

  /** `base` if it is free, else `base` with a number after it. The name is taken then. */
  fresh(base: string): string {
    let count = this.#counters.get(base) ?? 0;
    let name: string;
    do {
      name = count === 0 ? base : `${base}_${count}`;
      count += 1;
    } while (this.#taken.has(name) || this.#kept.has(name));
    this.#counters.set(base, count);
    this.#taken.add(name);
    return name;
  }
}

/** The name of every value of a graph. */
export function valueNamesOf({ inputs, constants, nodes, outputs }: Graph): string[] {
  return [...inputs.map(({ name }) => name), ...constants.keys(), ...nodes.flatMap((node) => node.outputs), ...outputs];
}
