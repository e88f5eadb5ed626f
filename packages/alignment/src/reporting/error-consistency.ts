import { LEVEL } from '../alignment-score.ts';
import type { Interval } from '../estimate.ts';
import type { ScoredTrial } from '../rater-target-table.ts';
import { jackknifeInterval } from './two-way-jackknife.ts';

/** Whether two kinds of observer are right and wrong about the same stimuli, beyond what their scores alone would give. */
export interface ErrorConsistency {
  /** 1: always the same ones; 0: as if independent; null where no two observers share a stimulus, or one is always or never right. */
  readonly kappa: number | null;
  readonly interval: Interval | null;
  /** Pairs of one observer of each kind that share stimuli, and answers that are compared. */
  readonly pairs: number;
  readonly compared: number;
  /** Share of the same outcome, and what independent observers with these scores would have. */
  readonly observed: number | null;
  readonly expected: number | null;
}

/** By observer and stimulus, whether it was right: an outcome above a half. */
type Outcomes = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

/**
 * Error consistency κ = (observed − expected) / (1 − expected), where observed is the share of stimuli with the same outcome and expected is
 * p₁p₂ + (1 − p₁)(1 − p₂), both summed over all pairs of an observer of the first kind and one of the second, each pair on the stimuli that both
 * answered. Answers of one half are neither right nor wrong and are left out. Interval: jackknife over observers of both kinds (unless there is
 * only one of the second, such as one program) and stimuli.
 * @param first, @param second answers of observers of one condition. The same array twice: consistency among them, each pair once.
 * @see Geirhos, Meding and Wichmann 2020, "Beyond accuracy: quantifying trial-by-trial behaviour of CNNs and humans by measuring error consistency", NeurIPS
 */
export function errorConsistency(first: readonly ScoredTrial[], second: readonly ScoredTrial[], level = LEVEL): ErrorConsistency {
  const isSame = first === second;
  const [a, b] = [outcomesOf(first), outcomesOf(second)];
  const { whole, ofObserver, ofOther, ofStimulus } = sumsOf(a, b, isSame);
  const kappa = kappaOf(whole);
  const { pairs, compared } = whole;
  const rest = { pairs, compared, observed: compared === 0 ? null : whole.observed / compared, expected: compared === 0 ? null : whole.expected / compared };
  if (kappa === null) return { kappa, interval: null, ...rest };
  // What one group has part in is known for each, so leaving it out is a subtraction.
  const parts = { observers: ofObserver, stimuli: ofStimulus, ...(isSame || b.size === 1 ? {} : { others: ofOther }) };
  const groups = Object.fromEntries(Object.entries(parts).map(([kind, of]) => [kind, [...of.keys()]]));
  const without = (kind: string, id: string): number | null => {
    const part = parts[kind as keyof typeof parts]?.get(id);
    return kappaOf(part === undefined ? whole : minus(whole, part));
  };
  return { kappa, interval: jackknifeInterval({ estimate: kappa, groups, without, level, range: [-1, 1] }), ...rest };
}

function outcomesOf(trials: readonly ScoredTrial[]): Outcomes {
  const byObserver = new Map<string, Map<string, boolean>>();
  for (const { raterId, targetId, outcome } of trials) {
    if (outcome === 0.5) continue;
    const own = byObserver.get(raterId) ?? new Map<string, boolean>();
    byObserver.set(raterId, own.set(targetId, outcome > 0.5));
  }
  return byObserver;
}

interface Sums {
  readonly pairs: number;
  readonly compared: number;
  readonly observed: number;
  readonly expected: number;
}

const nothing: Sums = { pairs: 0, compared: 0, observed: 0, expected: 0 };

function sumsOf(a: Outcomes, b: Outcomes, isSame: boolean): { readonly whole: Sums; readonly ofObserver: ReadonlyMap<string, Sums>; readonly ofOther: ReadonlyMap<string, Sums>; readonly ofStimulus: ReadonlyMap<string, Sums> } {
  let whole = nothing;
  const [ofObserver, ofOther, ofStimulus] = [new Map<string, Sums>(), new Map<string, Sums>(), new Map<string, Sums>()];
  const add = (to: Map<string, Sums>, id: string, part: Sums): void => { to.set(id, plus(to.get(id) ?? nothing, part)); };
  for (const [one, ofOne] of a) for (const [other, ofThere] of b) {
    if (isSame && one >= other) continue;
    const shared = [...ofOne].flatMap(([stimulus, isRight]) => {
      const there = ofThere.get(stimulus);
      return there === undefined ? [] : [{ stimulus, isRight, there }];
    });
    if (shared.length === 0) continue;
    const counts = { shared: shared.length, same: shared.filter(({ isRight, there }) => isRight === there).length, right: shared.filter(({ isRight }) => isRight).length, rightThere: shared.filter(({ there }) => there).length };
    const pair = sumsOfPair(counts);
    whole = plus(whole, pair);
    add(ofObserver, one, pair);
    add(isSame ? ofObserver : ofOther, other, pair);
    for (const { stimulus, isRight, there } of shared) {
      const without = sumsOfPair({ shared: counts.shared - 1, same: counts.same - Number(isRight === there), right: counts.right - Number(isRight), rightThere: counts.rightThere - Number(there) });
      add(ofStimulus, stimulus, minus(pair, without));
    }
  }
  return { whole, ofObserver, ofOther, ofStimulus };
}

function sumsOfPair({ shared, same, right, rightThere }: { readonly shared: number; readonly same: number; readonly right: number; readonly rightThere: number }): Sums {
  if (shared === 0) return nothing;
  return { pairs: 1, compared: shared, observed: same, expected: (right * rightThere + (shared - right) * (shared - rightThere)) / shared };
}

function plus(a: Sums, b: Sums): Sums {
  return { pairs: a.pairs + b.pairs, compared: a.compared + b.compared, observed: a.observed + b.observed, expected: a.expected + b.expected };
}

function minus(a: Sums, b: Sums): Sums {
  return { pairs: a.pairs - b.pairs, compared: a.compared - b.compared, observed: a.observed - b.observed, expected: a.expected - b.expected };
}

function kappaOf({ compared, observed, expected }: Sums): number | null {
  const room = compared - expected;
  return room > 1e-9 ? (observed - expected) / room : null;
}
