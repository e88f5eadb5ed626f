import type { Random } from '@lookalike/random';
import { StudyError } from '../study-error.ts';
import type { TaskTrial } from '../trial.ts';

/** The longest run of trials with the same balance key, such as the target's side. */
export const MAXIMUM_SIDE_RUN = 4;

/** A trial with where it may change places: within its group (a condition, or all catch trials) and within a mini-block. */
interface Placed<T> {
  readonly trial: T;
  readonly balanceKey: string | undefined;
  readonly group: number;
  readonly miniBlock: number | undefined;
}

/**
 * Orders a session's main phase.
 * 1. Scored trials come in mini-blocks of one trial per condition, in random order within the mini-block. The conditions go
 *    through the same shuffled targets with an offset, which keeps the trials of one target apart.
 * 2. Catch trials are spread evenly, with some jitter: never first, never next to one another.
 * 3. Trials change places until no side occurs more than four times in a row and, where there are enough targets, no
 *    target twice in a row.
 * @param scored per condition, equally many; where conditions share targets, the same ones in the same order.
 */
export function arrangeTrials<T extends TaskTrial>({ scored, catches, balanceKey, rng }: {
  readonly scored: readonly (readonly T[])[]; readonly catches: readonly T[]; readonly balanceKey: (trial: T) => string | undefined; readonly rng: Random;
}): T[] {
  const conditionCount = scored.length;
  const perCondition = scored[0]?.length ?? 0;
  const targetOrder = rng.child('target').shuffled(Array.from({ length: perCondition }, (_, index) => index));
  const miniBlockRng = rng.child('network');

  const place = (trial: T, group: number, miniBlock: number | undefined): Placed<T> => ({ trial, balanceKey: balanceKey(trial), group, miniBlock });
  const ordered: Placed<T>[] = [];
  for (let miniBlock = 0; miniBlock < perCondition; miniBlock++) {
    for (const condition of miniBlockRng.shuffled(scored.map((_, index) => index))) {
      const offset = Math.floor((condition * perCondition) / conditionCount);
      // Both indices are inside by construction.
      const target = targetOrder[(miniBlock + offset) % perCondition] as number;
      ordered.push(place(scored[condition]?.[target] as T, condition, miniBlock));
    }
  }
  const withCatches = insertCatches(ordered, catches.map((trial) => place(trial, conditionCount, undefined)), rng.child('catch'));
  return repair(withCatches, { avoidRepeats: conditionCount > 1 && perCondition >= 4, rng: rng.child('repair') }).map(({ trial }) => trial);
}

function insertCatches<T>(scored: readonly Placed<T>[], catches: readonly Placed<T>[], rng: Random): Placed<T>[] {
  const gap = scored.length / (catches.length + 1);
  // A jitter of ±j keeps neighbours apart as long as gap − 2j ≥ 1.
  const jitter = Math.max(0, Math.min(0.3 * gap, (gap - 1) / 2));
  const result: Placed<T>[] = [];
  let next = 0;
  let insertBefore = Math.floor(gap + jitter * (2 * rng.uniform() - 1));
  scored.forEach((placed, index) => {
    const due = catches[next];
    if (due !== undefined && index === insertBefore) {
      result.push(due);
      next++;
      insertBefore = Math.floor(gap * (next + 1) + jitter * (2 * rng.uniform() - 1));
    }
    result.push(placed);
  });
  return result;
}

/**
 * Swaps trials at random (of one condition, of one mini-block, or two catch trials), keeping swaps that do no harm and, to
 * get out of dead ends, a few that do, until the rules hold.
 */
function repair<T extends TaskTrial>(trials: readonly Placed<T>[], { avoidRepeats, rng }: { readonly avoidRepeats: boolean; readonly rng: Random }): Placed<T>[] {
  const miniBlockAt = trials.map(({ miniBlock }) => miniBlock);
  const order = [...trials];
  const faults = watchFaults(order, avoidRepeats);
  let best = { order: [...order], cost: faults.cost() };
  for (let attempt = 0; faults.cost() > 0 && attempt < 2000 + 50 * order.length; attempt++) {
    // A trial of the run, not only its last: a lone catch trial there could not move. Inside the array by construction.
    const end = faults.positions[rng.integer(faults.positions.length)] as number;
    const i = Math.max(0, end - rng.integer(MAXIMUM_SIDE_RUN + 1));
    const j = rng.integer(order.length);
    const sameGroup = order[i]?.group === order[j]?.group;
    if (!sameGroup && (miniBlockAt[i] === undefined || miniBlockAt[i] !== miniBlockAt[j])) continue;
    const before = faults.cost();
    faults.swap(i, j);
    if (faults.cost() > before && rng.uniform() >= UPHILL_PROBABILITY) faults.swap(i, j);
    if (faults.cost() < best.cost) best = { order: [...order], cost: faults.cost() };
  }
  if (best.cost >= RUN_COST) {
    throw new StudyError('study.plan_impossible', `No order without ${MAXIMUM_SIDE_RUN + 1} equal sides in a row was found. Change the study's randomSeed.`, { trialCount: order.length });
  }
  return best.order;
}

const UPHILL_PROBABILITY = 0.02;
/** A run of sides tells answers apart from attention; a repeated target is only dull. More than all repeats together. */
const RUN_COST = 10_000;

interface Faults {
  cost(): number;
  /** Where a run of five equal balance keys ends or (if asked) the target of the trial before is repeated; ascending. */
  readonly positions: readonly number[];
  /** Swaps two trials of the order in place. */
  swap(i: number, j: number): void;
}

/** Counts the faults of an order while it changes: only what a swap touches is looked at again, or long sessions would take seconds. */
function watchFaults<T extends TaskTrial>(order: Placed<T>[], avoidRepeats: boolean): Faults {
  const runs: number[] = [];
  const costs: number[] = [];
  const positions: number[] = [];
  let total = 0;

  /** @returns whether the run that goes on from here is another. */
  const look = (position: number): boolean => {
    const [before, here] = [order[position - 1], order[position]];
    const run = here?.balanceKey !== undefined && before?.balanceKey === here.balanceKey ? (runs[position - 1] ?? 0) + 1 : 1;
    const repeats = avoidRepeats && here?.trial.items.some(({ targetId }) => before?.trial.items.some((other) => other.targetId === targetId)) === true;
    const cost = (run > MAXIMUM_SIDE_RUN ? RUN_COST : 0) + (repeats ? 1 : 0);
    const known = costs[position] ?? 0;
    if (cost > 0 && known === 0) positions.splice(positions.findLastIndex((other) => other < position) + 1, 0, position);
    if (cost === 0 && known > 0) positions.splice(positions.indexOf(position), 1);
    total += cost - known;
    costs[position] = cost;
    const changes = runs[position] !== run;
    runs[position] = run;
    return changes;
  };
  const lookFrom = (start: number): void => {
    let changes = true;
    // The trial after it has another neighbour in any case.
    for (let position = start; position < order.length && (changes || position === start + 1); position++) changes = look(position);
  };

  order.forEach((_, position) => look(position));
  return {
    cost: () => total,
    positions,
    swap: (i, j) => {
      // Both indices are inside by construction.
      [order[i], order[j]] = [order[j] as Placed<T>, order[i] as Placed<T>];
      lookFrom(Math.min(i, j));
      lookFrom(Math.max(i, j));
    },
  };
}
