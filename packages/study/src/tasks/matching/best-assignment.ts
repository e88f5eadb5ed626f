import type { Random } from '@lookalike/random';

/**
 * The assignment with the least total cost, by looking at all of them: n! for n ≤ 6. Equal ones are drawn from.
 * @param costs [queries, targets]
 */
export function bestAssignment(costs: readonly (readonly number[])[], rng: Random): readonly number[] {
  let best: (readonly number[])[] = [];
  let lowest = Infinity;
  for (const assignment of permutations(costs.length)) {
    const total = assignment.reduce((sum, target, query) => sum + (costs[query]?.[target] ?? 0), 0);
    if (total < lowest) [best, lowest] = [[], total];
    if (total === lowest) best.push(assignment);
  }
  return best[rng.integer(best.length)] ?? [];
}

function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1).flatMap((shorter) => Array.from({ length: count }, (_, at) => [...shorter.slice(0, at), count - 1, ...shorter.slice(at)]));
}
