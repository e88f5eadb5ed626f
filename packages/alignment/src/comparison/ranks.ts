import type { Estimated } from '../mover.ts';

/** A joint draw on the scale of the scores: each side of an estimate as wide as its limit says. @param z that the limits stand for. */
export function scoresOfDraw(scores: readonly Estimated[], draw: Float64Array, z: number): number[] {
  return scores.map(({ estimate, lower, upper }, index) => estimate + (draw[index]! / z) * (draw[index]! > 0 ? upper - estimate : estimate - lower));
}

/** For each score the share of the draws in which it has each rank, the highest first. Who ties (at a score of 0 half of the draws do) shares the ranks. */
export function rankShares(scores: readonly Estimated[], joint: readonly Float64Array[], z: number): number[][] {
  const shares = scores.map(() => scores.map(() => 0));
  for (const draw of joint) {
    const values = scoresOfDraw(scores, draw, z);
    const order = values.map((_, index) => index).sort((a, b) => values[b]! - values[a]!);
    for (let first = 0; first < order.length;) {
      let end = first + 1;
      while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
      const share = 1 / (end - first) / joint.length;
      for (let tied = first; tied < end; tied++) for (let rank = first; rank < end; rank++) shares[order[tied]!]![rank]! += share;
      first = end;
    }
  }
  return shares;
}
