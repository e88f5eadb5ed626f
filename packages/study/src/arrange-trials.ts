import type { Random } from '@lookalike/random';
import { StudyError } from './study-error.ts';
import type { PlannedTrial } from './trial.ts';

/** A trial without its place in the session. */
export type Slot = Pick<PlannedTrial, 'kind' | 'triplet' | 'queryHash' | 'leftHash' | 'rightHash' | 'alignedSide'>;

/** The longest run of trials with the target on the same side. */
export const MAXIMUM_SIDE_RUN = 4;

/** A slot with the group (a network, or all catch trials) within which it may change places. */
interface Placed {
  readonly slot: Slot;
  readonly group: number;
}

/**
 * Orders a session's main phase.
 * 1. Comparisons come in mini-blocks of one trial per network, in random order within the mini-block. The networks go
 *    through the same shuffled targets with an offset, which keeps the trials of one target apart.
 * 2. Catch trials are spread evenly, with some jitter: never first, never next to one another.
 * 3. Trials of the same network change places until no side occurs more than four times in a row, and
 *    (from four targets on) no target twice in a row.
 * @param comparisons per network, the same targets in the same order.
 */
export function arrangeTrials({ comparisons, catches, rng }: { readonly comparisons: readonly (readonly Slot[])[]; readonly catches: readonly Slot[]; readonly rng: Random }): Slot[] {
  const networkCount = comparisons.length;
  const perNetwork = comparisons[0]?.length ?? 0;
  const targetOrder = rng.child('target').shuffled(Array.from({ length: perNetwork }, (_, index) => index));
  const miniBlockRng = rng.child('network');

  const ordered: Placed[] = [];
  for (let miniBlock = 0; miniBlock < perNetwork; miniBlock++) {
    for (const network of miniBlockRng.shuffled(comparisons.map((_, index) => index))) {
      const offset = Math.floor((network * perNetwork) / networkCount);
      // Both indices are inside by construction.
      const target = targetOrder[(miniBlock + offset) % perNetwork] as number;
      ordered.push({ slot: comparisons[network]?.[target] as Slot, group: network });
    }
  }
  const withCatches = insertCatches(ordered, catches.map((slot) => ({ slot, group: networkCount })), rng.child('catch'));
  return repair(withCatches, { networkCount, perNetwork, rng: rng.child('repair') }).map(({ slot }) => slot);
}

function insertCatches(comparisons: readonly Placed[], catches: readonly Placed[], rng: Random): Placed[] {
  const gap = comparisons.length / (catches.length + 1);
  // A jitter of ±j keeps neighbours apart as long as gap − 2j ≥ 1.
  const jitter = Math.max(0, Math.min(0.3 * gap, (gap - 1) / 2));
  const result: Placed[] = [];
  let next = 0;
  let insertBefore = Math.floor(gap + jitter * (2 * rng.uniform() - 1));
  comparisons.forEach((comparison, index) => {
    const due = catches[next];
    if (due !== undefined && index === insertBefore) {
      result.push(due);
      next++;
      insertBefore = Math.floor(gap * (next + 1) + jitter * (2 * rng.uniform() - 1));
    }
    result.push(comparison);
  });
  return result;
}

/** Swaps trials at random, keeping only swaps that do no harm, until the rules hold. */
function repair(trials: readonly Placed[], { networkCount, perNetwork, rng }: { readonly networkCount: number; readonly perNetwork: number; readonly rng: Random }): Placed[] {
  const order = [...trials];
  const avoidRepeats = perNetwork >= 4 && networkCount > 1;
  let faults = faultyPositions(order, avoidRepeats);
  for (let attempt = 0; faults.length > 0 && attempt < 1000 + 50 * order.length; attempt++) {
    // Inside both arrays by construction.
    const i = faults[rng.integer(faults.length)] as number;
    const j = rng.integer(order.length);
    if (!mayChangePlaces(order[i] as Placed, order[j] as Placed, perNetwork)) continue;
    swap(order, i, j);
    const faultsNow = faultyPositions(order, avoidRepeats);
    if (faultsNow.length > faults.length) swap(order, i, j);
    else faults = faultsNow;
  }
  if (faultyPositions(order, false).length > 0) {
    throw new StudyError('study.plan_impossible', `No order without ${MAXIMUM_SIDE_RUN + 1} equal sides in a row was found. Change the study's randomSeed.`, { trialCount: order.length });
  }
  return order;
}

/** Positions that end a run of five equal sides, or (if asked) repeat the target of the trial before. */
function faultyPositions(order: readonly Placed[], avoidRepeats: boolean): number[] {
  const faults: number[] = [];
  let run = 0;
  order.forEach(({ slot }, position) => {
    const before = order[position - 1]?.slot;
    run = before?.alignedSide === slot.alignedSide ? run + 1 : 1;
    const repeats = avoidRepeats && slot.triplet !== undefined && before?.triplet?.targetId === slot.triplet.targetId;
    if (run > MAXIMUM_SIDE_RUN || repeats) faults.push(position);
  });
  return faults;
}

/** Swaps inside a network keep the mini-blocks; with one trial per network all comparisons are one mini-block. */
function mayChangePlaces(a: Placed, b: Placed, perNetwork: number): boolean {
  if (a.group === b.group) return a !== b;
  return perNetwork === 1 && a.slot.kind === 'comparison' && b.slot.kind === 'comparison';
}

function swap(order: Placed[], i: number, j: number): void {
  // Both indices are inside by construction.
  [order[i], order[j]] = [order[j] as Placed, order[i] as Placed];
}
