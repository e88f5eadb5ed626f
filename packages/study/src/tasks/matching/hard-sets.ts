import type { Random } from '@lookalike/random';
import type { SetsRequest } from '../task.ts';

type Target = SetsRequest<unknown>['targets'][number];

/** Sets of targets with one label each. What does not fill a set is left out. */
export function setsOfOneLabel(targets: readonly Target[], size: number, rng: Random): readonly (readonly string[])[] {
  const byLabel = new Map<string, string[]>();
  for (const { targetId, label } of targets) if (label !== undefined) byLabel.set(label, [...(byLabel.get(label) ?? []), targetId]);
  return [...byLabel].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([label, ids]) => {
    const order = rng.child(label).shuffled(ids);
    return Array.from({ length: Math.floor(order.length / size) }, (_, set) => order.slice(set * size, (set + 1) * size));
  });
}

/**
 * Sets of targets that look alike: the closest pair that is left, then whoever is closest to the set on average, until it is full. What does not
 * fill a set is left out. Quadratic in the number of targets for each set.
 */
export function setsOfNear(targets: readonly Target[], size: number, distance: (first: string, second: string) => number): readonly (readonly string[])[] {
  const left = new Set(targets.map(({ targetId }) => targetId));
  const sets: (readonly string[])[] = [];
  while (left.size >= size) {
    const set = [...closestPair([...left], distance)];
    while (set.length < size) {
      const next = least([...left].filter((id) => !set.includes(id)), (id) => set.reduce((sum, member) => sum + distance(id, member), 0));
      if (next === undefined) return sets;
      set.push(next);
    }
    for (const id of set) left.delete(id);
    sets.push(set);
  }
  return sets;
}

function closestPair(ids: readonly string[], distance: (first: string, second: string) => number): readonly [string, string] {
  let best: readonly [string, string] = [ids[0] ?? '', ids[1] ?? '']; // There are two: `size` is at least 2.
  let shortest = distance(...best);
  ids.forEach((first, index) => {
    for (const second of ids.slice(index + 1)) {
      const between = distance(first, second);
      if (between < shortest) [best, shortest] = [[first, second], between];
    }
  });
  return best;
}

function least<T>(items: readonly T[], valueOf: (item: T) => number): T | undefined {
  let best: T | undefined;
  let lowest = Infinity;
  for (const item of items) {
    const value = valueOf(item);
    if (value < lowest) [best, lowest] = [item, value];
  }
  return best;
}
