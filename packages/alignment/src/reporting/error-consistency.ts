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
 * answered. Answers of one half are neither right nor wrong and are left out. Interval: jackknife over observers of both kinds and stimuli.
 * @param first, @param second answers of observers of one condition. The same answers twice: consistency among them, each pair once.
 * @see Geirhos, Meding and Wichmann 2020, "Beyond accuracy: quantifying trial-by-trial behaviour of CNNs and humans by measuring error consistency", NeurIPS
 */
export function errorConsistency(first: readonly ScoredTrial[], second: readonly ScoredTrial[], level = LEVEL): ErrorConsistency {
  const [a, b] = [outcomesOf(first), outcomesOf(second)];
  const isSame = first === second;
  const whole = sumsOf(a, b, isSame);
  const kappa = kappaOf(whole);
  const { pairs, compared } = whole;
  if (kappa === null) return { kappa, interval: null, pairs, compared, observed: compared === 0 ? null : whole.observed / compared, expected: compared === 0 ? null : whole.expected / compared };
  const stimuli = [...new Set([...first, ...second].map(({ targetId }) => targetId))];
  const without = (kind: 'observers' | 'others' | 'stimuli', id: string): number | null => {
    if (kind === 'observers') return kappaOf(sumsOf(lessObserver(a, id), isSame ? lessObserver(a, id) : b, isSame));
    if (kind === 'others') return kappaOf(sumsOf(a, lessObserver(b, id), false));
    return kappaOf(sumsOf(a, b, isSame, id));
  };
  const groups = { observers: [...a.keys()], stimuli };
  // A single simulated observer is not drawn from many: then the interval is about the raters and the stimuli.
  const withOthers = !isSame && b.size > 1;
  const interval = withOthers
    ? jackknifeInterval({ estimate: kappa, groups: { ...groups, others: [...b.keys()] }, without, level, range: [-1, 1] })
    : jackknifeInterval<'observers' | 'stimuli'>({ estimate: kappa, groups, without, level, range: [-1, 1] });
  return { kappa, interval, pairs, compared, observed: whole.observed / compared, expected: whole.expected / compared };
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

function lessObserver(outcomes: Outcomes, id: string): Outcomes {
  return new Map([...outcomes].filter(([observer]) => observer !== id));
}

interface Sums {
  readonly pairs: number;
  readonly compared: number;
  readonly observed: number;
  readonly expected: number;
}

function sumsOf(a: Outcomes, b: Outcomes, isSame: boolean, leftOut?: string): Sums {
  let [pairs, compared, observed, expected] = [0, 0, 0, 0];
  for (const [one, ofOne] of a) for (const [other, ofOther] of b) {
    if (isSame && one >= other) continue;
    let [shared, same, rightOfOne, rightOfOther] = [0, 0, 0, 0];
    for (const [stimulus, isRight] of ofOne) {
      const there = stimulus === leftOut ? undefined : ofOther.get(stimulus);
      if (there === undefined) continue;
      shared++;
      same += Number(isRight === there);
      rightOfOne += Number(isRight);
      rightOfOther += Number(there);
    }
    if (shared === 0) continue;
    pairs++;
    compared += shared;
    observed += same;
    expected += (rightOfOne * rightOfOther + (shared - rightOfOne) * (shared - rightOfOther)) / shared;
  }
  return { pairs, compared, observed, expected };
}

function kappaOf({ compared, observed, expected }: Sums): number | null {
  const room = compared - expected;
  return room > 1e-9 ? (observed - expected) / room : null;
}
