import type { Estimated } from '../mover.ts';

/** A joint draw on the scale of the scores: each side of an estimate as wide as its limit says. @param z that the limits stand for. */
export function scoresOfDraw(scores: readonly Estimated[], draw: Float64Array, z: number): number[] {
  return scores.map(({ estimate, lower, upper }, index) => estimate + (draw[index]! / z) * (draw[index]! > 0 ? upper - estimate : estimate - lower));
}

/** For each score the share of the draws in which it has each rank, the highest first. */
export function rankShares(scores: readonly Estimated[], joint: readonly Float64Array[], z: number): number[][] {
  const counts = scores.map(() => scores.map(() => 0));
  for (const draw of joint) {
    const values = scoresOfDraw(scores, draw, z);
    values.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value).forEach(({ index }, rank) => { counts[index]![rank]! += 1 / joint.length; });
  }
  return counts;
}
