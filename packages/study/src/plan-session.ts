import { createRandom } from '@lookalike/random';
import { arrangeTrials, type Slot } from './arrange-trials.ts';
import { checkTriplets, groupTriplets } from './check-triplets.ts';
import { identicalTrials } from './identical-trials.ts';
import { StudyError } from './study-error.ts';
import type { StudyConfiguration } from './study-configuration.ts';
import type { PlannedTrial, Triplet } from './trial.ts';

export interface PlanRequest {
  readonly configuration: StudyConfiguration;
  /** What was frozen at launch. The order does not matter. */
  readonly triplets: readonly Triplet[];
  /** Which of the study's plans, from 0; each session of a kind has its own. */
  readonly planIndex: number;
  /** Where practice and catch pictures come from; the study's own triplets if absent. */
  readonly practicePool?: readonly Triplet[];
}

/**
 * Plans one session: practice (round 0), then comparisons and catch trials. A pure function of its arguments.
 *
 * Targets: those that every network has an IRI for, in a permutation drawn from the study's seed. Session p takes the
 * k = perNetwork targets at positions p·k … p·k + k − 1, wrapping around, so after any number of sessions two targets
 * have been shown equally often or once apart. Every network of the session shows these same targets.
 * Sides: the target is left and right in turn along that permutation, the other way round at its next turn, so each
 * network has equally many of both in a session (± 1), and each triplet over the sessions.
 * Order: see `arrangeTrials`. Catch and practice trials: see `identicalTrials`.
 * @throws study.plan_impossible when `checkTriplets` has issues; call that first.
 */
export function planSession({ configuration, triplets, planIndex, practicePool = triplets }: PlanRequest): PlannedTrial[] {
  const issues = checkTriplets({ configuration, triplets });
  if (issues[0] !== undefined) throw new StudyError('study.plan_impossible', `${issues[0].message} ${issues[0].fix}`, { issues });
  if (!Number.isSafeInteger(planIndex) || planIndex < 0) {
    throw new StudyError('study.plan_index', `planIndex is ${planIndex}. Expected a whole number from 0.`, { planIndex });
  }
  const { perNetwork, catchCount, practiceCount, blockSize } = configuration.trials;
  const studyRng = createRandom(configuration.randomSeed).child('plan');
  const rng = studyRng.child(`session-${planIndex}`);

  const { networkIds, sharedTargetIds, tripletOf } = groupTriplets(triplets);
  const targetOrder = studyRng.child('target-order').shuffled(sharedTargetIds);
  const window = targetWindow(targetOrder, planIndex, perNetwork);
  const firstSide = studyRng.child('first-side').integer(2);

  const comparisons = networkIds.map((networkId, networkPosition) =>
    window.map(({ targetId, turn }): Slot => {
      const triplet = tripletOf(networkId, targetId);
      const targetIsLeft = (turn + networkPosition + firstSide) % 2 === 0;
      return {
        kind: 'comparison',
        triplet,
        queryHash: triplet.queryHash,
        leftHash: targetIsLeft ? triplet.targetHash : triplet.seedHash,
        rightHash: targetIsLeft ? triplet.seedHash : triplet.targetHash,
        alignedSide: targetIsLeft ? 'left' : 'right',
      };
    }));

  const shownTargetIds = new Set(window.map(({ targetId }) => targetId));
  const identical = identicalTrials({ pool: practicePool, avoid: shownTargetIds, practiceCount, catchCount, rng: rng.child('identical') });
  const main = arrangeTrials({ comparisons, catches: identical.catches, rng: rng.child('order') });

  const blockCount = Math.ceil(main.length / blockSize);
  return [
    ...identical.practice.map((slot, index): PlannedTrial => ({ trialIndex: index, blockIndex: 0, phase: 'practice', round: 0, ...slot })),
    ...main.map((slot, index): PlannedTrial => ({
      trialIndex: practiceCount + index,
      // Blocks of nearly equal length: nobody gets a break before a last block of one trial.
      blockIndex: 1 + Math.floor((index * blockCount) / main.length),
      phase: 'main',
      round: 0,
      ...slot,
    })),
  ];
}

/** The targets of a session, each with a counter whose parity decides its side. */
function targetWindow(targetOrder: readonly string[], planIndex: number, length: number): { targetId: string; turn: number }[] {
  const start = planIndex * length;
  const push = sidePush(targetOrder.length, planIndex, length);
  return Array.from({ length }, (_, offset) => ({
    // Inside the array by the modulo.
    targetId: targetOrder[(start + offset) % targetOrder.length] as string,
    turn: start + offset + push,
  }));
}

/**
 * Of an odd number of targets each one meets the other parity at its next turn by itself. Of an even number it never
 * would: there all sides of a session turn over with every lap, and once more with every period after which sessions
 * repeat if the laps in it are even, so that after two periods each triplet was left exactly half of the time.
 */
function sidePush(targetCount: number, planIndex: number, length: number): number {
  if (targetCount % 2 === 1) return 0;
  const lap = Math.floor((planIndex * length) / targetCount);
  const common = greatestCommonDivisor(targetCount, length);
  const period = Math.floor(planIndex / (targetCount / common));
  return (length / common) % 2 === 0 ? lap + period : lap;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
