import { elementCount, GraphBuilder } from '@lookalike/graph';
import type { Random } from '@lookalike/random';

/** What the links of a chain draw their attributes and constants with. */
export class Draws {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.#random.integer(choices.length)]!;
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + this.#random.integer(most - least + 1);
  }

  uniform(least: number, most: number): number {
    return least + (most - least) * this.#random.uniform();
  }

  is(probability: number): boolean {
    return this.#random.uniform() < probability;
  }

  /** The same number for each of two axes, or one for each. */
  pair<T>(draw: () => T): [T, T] {
    const first = draw();
    return [first, this.is(0.5) ? first : draw()];
  }

  shuffled<T>(items: readonly T[]): T[] {
    return this.#random.shuffled(items);
  }

  /** A constant of uniform draws. */
  constant(b: GraphBuilder, shape: readonly number[], least = -1, most = 1): string {
    return b.floats(shape, Array.from({ length: elementCount(shape) }, () => this.uniform(least, most)));
  }
}
