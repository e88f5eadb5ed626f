import type { StudyConfiguration } from '../study-configuration.ts';

/** A group of targets that a session shows for one condition, in one trial. */
export interface Showing {
  readonly group: number;
  /** Counts the showings of groups in this condition over the sessions; see `sidePush`. */
  readonly turn: number;
}

export interface WindowRequest {
  readonly targets: StudyConfiguration['design']['targets'];
  readonly conditionCount: number;
  readonly groupCount: number;
  /** Groups that a session shows for each condition. */
  readonly perCondition: number;
  readonly planIndex: number;
}

/**
 * Which groups of targets session p shows, by condition; positions are in the study's order of groups.
 *
 * `shared`: every condition shows the k groups at positions p·k … p·k + k − 1, wrapping around: paired, as differences want it.
 * `once`: condition c shows those c·⌊G/C⌋ further on. Windows of one session do not overlap as C·k ≤ G, so nobody sees a target twice; and
 * each (group, condition) comes at most once in ⌊G/k⌋ sessions that follow one another, whichever of these were finished.
 */
export function showingsOf({ targets, conditionCount, groupCount, perCondition, planIndex }: WindowRequest): readonly (readonly Showing[])[] {
  const start = planIndex * perCondition;
  const push = sidePush(groupCount, planIndex, perCondition);
  const shift = targets === 'once' ? Math.floor(groupCount / conditionCount) : 0;
  return Array.from({ length: conditionCount }, (_, condition) =>
    Array.from({ length: perCondition }, (__, offset) => ({
      group: (start + offset + condition * shift) % groupCount,
      turn: start + offset + push + condition,
    })));
}

/**
 * Of an odd number of groups each one meets the other parity at its next turn by itself. Of an even number it never
 * would: there all sides of a session turn over with every lap, and once more with every period after which sessions
 * repeat if the laps in it are even, so that after two periods each stimulus was left exactly half of the time.
 */
function sidePush(groupCount: number, planIndex: number, length: number): number {
  if (groupCount % 2 === 1) return 0;
  const lap = Math.floor((planIndex * length) / groupCount);
  const common = greatestCommonDivisor(groupCount, length);
  const period = Math.floor(planIndex / (groupCount / common));
  return (length / common) % 2 === 0 ? lap + period : lap;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
