import { AlignmentError } from './alignment-error.ts';
import { correlationOf, crossedCondition, type CrossedCondition } from './crossed-condition.ts';
import type { SampleSizes } from './estimate.ts';
import { levelsOf, onTargets, tableOf, type RaterTargetTable, type ScoredTrial } from './rater-target-table.ts';

/** Scored answers of one condition; catch and practice trials do not belong here. */
export interface ConditionTrials {
  readonly conditionId: string;
  readonly trials: readonly ScoredTrial[];
}

/** Some conditions on the targets that all of them have. */
export interface SharedConditions {
  readonly conditions: readonly CrossedCondition[];
  /** Of the scores of two of them, by their positions; 1 of a score with itself. */
  readonly correlation: (first: number, second: number) => number;
  readonly n: SampleSizes;
  /** Trials of other targets. */
  readonly excluded: number;
}

/**
 * The answers of all conditions of a study, read once: scores, differences and comparisons are made from it and share what they have in
 * common, so that they cannot disagree.
 */
export interface ConditionTables {
  readonly conditions: readonly ConditionTrials[];
  /** @throws alignment.unknown_condition */
  readonly positionOf: (conditionId: string) => number;
  /** These conditions, by position, on the targets that all of them have; undefined where there are none. */
  readonly shared: (positions: readonly number[]) => SharedConditions | undefined;
}

/** @throws alignment.bad_outcome unless every outcome is from 0 to 1. */
export function conditionTables(conditions: readonly ConditionTrials[]): ConditionTables {
  const levels = levelsOf(conditions.flatMap(({ trials }) => trials));
  const positions = new Map(conditions.map(({ conditionId }, position) => [conditionId, position]));
  const tables = conditions.map(({ trials }) => tableOf(trials, levels));
  const targetsOf = tables.map((table) => targetsIn(table, levels.targets.size));
  const whole = remembered((position: number) => crossedCondition(tables[position]!, levels));
  const correlationOfWhole = correlationsOf(whole);

  const sharedOf = remembered((key: string): SharedConditions | undefined => {
    const chosen = key.split(' ').map(Number);
    const common = targetsOf[chosen[0]!]!.map((isIn, target) => (isIn === 1 && chosen.every((position) => targetsOf[position]![target] === 1) ? 1 : 0));
    const isWhole = chosen.every((position) => targetsOf[position]!.every((isIn, target) => isIn === common[target]));
    const kept = isWhole ? chosen.map((position) => tables[position]!) : chosen.map((position) => onTargets(tables[position]!, common));
    const trials = kept.reduce((sum, { totalCount }) => sum + totalCount, 0);
    if (trials === 0) return undefined;
    const parts = isWhole ? chosen.map(whole) : kept.map((table) => crossedCondition(table, levels));
    const ofParts = correlationsOf((part) => parts[part]!);
    return {
      conditions: parts,
      correlation: isWhole ? (first, second) => correlationOfWhole(chosen[first]!, chosen[second]!) : ofParts,
      n: { trials, raters: ratersIn(kept), targets: common.reduce((sum, isIn) => sum + isIn, 0) },
      excluded: chosen.reduce((sum, position) => sum + tables[position]!.totalCount, 0) - trials,
    };
  });

  return {
    conditions,
    positionOf: (conditionId) => {
      const position = positions.get(conditionId);
      if (position === undefined) throw new AlignmentError('alignment.unknown_condition', `There is no condition ${conditionId}. Expected one of ${[...positions.keys()].join(', ')}.`, { conditionId });
      return position;
    },
    shared: (chosen) => sharedOf(chosen.join(' ')),
  };
}

function targetsIn({ target }: RaterTargetTable, targetCount: number): Uint8Array {
  const isIn = new Uint8Array(targetCount);
  for (const of of target) isIn[of] = 1;
  return isIn;
}

function ratersIn(tables: readonly RaterTargetTable[]): number {
  let count = 0;
  for (let rater = 0; rater + 1 < tables[0]!.rowStart.length; rater++) if (tables.some(({ rowStart }) => rowStart[rater + 1]! > rowStart[rater]!)) count++;
  return count;
}

/** Each pair is worked out once, whichever way round. */
function correlationsOf(condition: (position: number) => CrossedCondition): (first: number, second: number) => number {
  const ofPair = remembered((pair: string) => {
    const [first, second] = pair.split(' ').map(Number) as [number, number];
    return correlationOf(condition(first), condition(second));
  });
  return (first, second) => (first === second ? 1 : ofPair(`${Math.min(first, second)} ${Math.max(first, second)}`));
}

function remembered<Key, Value>(of: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, { readonly value: Value }>();
  return (key) => {
    const found = known.get(key) ?? { value: of(key) };
    known.set(key, found);
    return found.value;
  };
}
