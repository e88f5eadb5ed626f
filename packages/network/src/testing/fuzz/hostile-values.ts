import type { Random } from '@lookalike/random';

/** Whole numbers that sizes, axes, pads and counts must survive. */
const wholeNumbers: readonly number[] = [0, 1, 1, 1, 2, 2, 3, 3, 4, 8, -1, -2, -8, 7, 16, 63, 64, 65, 1000, 10_007, 2 ** 16, 1e6, 1e9, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53 - 1, -(2 ** 31), -(2 ** 53)];

const fractions: readonly number[] = [0, 1, -1, 0.5, 2, 1e-5, 1e30, -1e30, Infinity, -Infinity, NaN];

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.integer(items.length)]!;
}

export function wholeNumber(random: Random): number {
  return pick(random, wholeNumbers);
}

export function wholeNumberList(random: Random): readonly number[] {
  return Array.from({ length: random.integer(9) }, () => wholeNumber(random));
}

export function fraction(random: Random): number {
  return pick(random, fractions);
}
