import type { Random } from '@lookalike/random';
import { StudyError } from './study-error.ts';
import type { PlannedTrial } from './trial.ts';

/** A trial without its place in the session. */
export type Slot = Pick<PlannedTrial, 'kind' | 'triplet' | 'queryHash' | 'leftHash' | 'rightHash' | 'alignedSide'>;

/** The longest run of trials with the target on the same side. */
export const MAXIMUM_SIDE_RUN = 4;

/** A slot with where it may change places: within its group (a network, or all catch trials) and within a mini-block. */
interface Placed {
  readonly slot: Slot;
  readonly group: number;
  readonly miniBlock: number | undefined;
}

/**
 * Orders a session's main phase.
 * 1. Comparisons come in mini-blocks of one trial per network, in random order within the mini-block. The networks go
 *    through the same shuffled targets with an offset, which keeps the trials of one target apart.
 * 2. Catch trials are spread evenly, with some jitter: never first, never next to one another.
 * 3. Trials change places until no side occurs more than four times in a row and, where there are enough targets, no
 *    target twice in a row.
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
      ordered.push({ slot: comparisons[network]?.[target] as Slot, group: network, miniBlock });
    }
  }
  const withCatches = insertCatches(ordered, catches.map((slot) => ({ slot, group: networkCount, miniBlock: undefined })), rng.child('catch'));
  return repair(withCatches, { avoidRepeats: networkCount > 1 && perNetwork >= 4, rng: rng.child('repair') }).map(({ slot }) => slot);
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

/**
 * Swaps trials at random (of one network, of one mini-block, or two catch trials), keeping swaps that do no harm and, to
 * get out of dead ends, a few that do, until the rules hold.
 */
function repair(trials: readonly Placed[], { avoidRepeats, rng }: { readonly avoidRepeats: boolean; readonly rng: Random }): Placed[] {
  const miniBlockAt = trials.map(({ miniBlock }) => miniBlock);
  const order = [...trials];
  let faults = faultsOf(order, avoidRepeats);
  let best = { order: [...order], faults };
  for (let attempt = 0; faults.cost > 0 && attempt < 2000 + 50 * order.length; attempt++) {
    // A trial of the run, not only its last: a lone catch trial there could not move. Inside the array by construction.
    const end = faults.positions[rng.integer(faults.positions.length)] as number;
    const i = Math.max(0, end - rng.integer(MAXIMUM_SIDE_RUN + 1));
    const j = rng.integer(order.length);
    const sameGroup = order[i]?.group === order[j]?.group;
    if (!sameGroup && (miniBlockAt[i] === undefined || miniBlockAt[i] !== miniBlockAt[j])) continue;
    swap(order, i, j);
    const faultsNow = faultsOf(order, avoidRepeats);
    if (faultsNow.cost <= faults.cost || rng.uniform() < UPHILL_PROBABILITY) faults = faultsNow;
    else swap(order, i, j);
    if (faults.cost < best.faults.cost) best = { order: [...order], faults };
  }
  if (best.faults.cost >= RUN_COST) {
    throw new StudyError('study.plan_impossible', `No order without ${MAXIMUM_SIDE_RUN + 1} equal sides in a row was found. Change the study's randomSeed.`, { trialCount: order.length });
  }
  return best.order;
}

const UPHILL_PROBABILITY = 0.02;
/** A run of sides tells answers apart from attention; a repeated target is only dull. More than all repeats together. */
const RUN_COST = 10_000;

interface Faults {
  readonly cost: number;
  readonly positions: readonly number[];
}

/** Positions that end a run of five equal sides, or (if asked) repeat the target of the trial before. */
function faultsOf(order: readonly Placed[], avoidRepeats: boolean): Faults {
  const positions: number[] = [];
  let cost = 0;
  let run = 0;
  order.forEach(({ slot }, position) => {
    const before = order[position - 1]?.slot;
    run = before?.alignedSide === slot.alignedSide ? run + 1 : 1;
    const repeats = avoidRepeats && slot.triplet !== undefined && before?.triplet?.targetId === slot.triplet.targetId;
    cost += (run > MAXIMUM_SIDE_RUN ? RUN_COST : 0) + (repeats ? 1 : 0);
    if (run > MAXIMUM_SIDE_RUN || repeats) positions.push(position);
  });
  return { cost, positions };
}

function swap(order: Placed[], i: number, j: number): void {
  // Both indices are inside by construction.
  [order[i], order[j]] = [order[j] as Placed, order[i] as Placed];
}
