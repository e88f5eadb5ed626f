import { mainTrials, type JudgedSession, type JudgedTrial } from '@lookalike/answers';
import type { FrozenStudy } from '@lookalike/study';
import { compared } from '../compared-condition.ts';
import type { Bias } from './bias.ts';

type Row = Bias['responseTimes'][number];
const scoredOutcomes = ['hit', 'miss', 'between'] as const;

/** Of all conditions together, catch trials too, then of each condition. */
export function responseTimes({ conditions }: FrozenStudy, sessions: readonly JudgedSession[]): Row[] {
  const answered = sessions.flatMap(mainTrials).filter(({ response }) => response.answer !== null).map((judged) => ({ outcome: outcomeOf(judged), conditionId: judged.trial.items[0]?.conditionId, timeMs: judged.response.responseTimeMs }));
  const row = (condition: Row['condition'], outcome: Row['outcome'], of: typeof answered): Row => ({ condition, outcome, trials: of.length, quantilesMs: quantilesOf(of.map(({ timeMs }) => timeMs)) });
  return [
    ...[...scoredOutcomes, 'catch_right' as const, 'catch_wrong' as const].map((outcome) => row(null, outcome, answered.filter((each) => each.outcome === outcome))),
    // All items of a trial are of one condition; those of catch trials are not about it.
    ...conditions.flatMap((condition) => scoredOutcomes.map((outcome) => row(compared(condition), outcome, answered.filter((each) => each.outcome === outcome && each.conditionId === condition.conditionId)))),
  ];
}

/** Undefined for foils, which have no outcome. */
function outcomeOf({ trial, isRight, items }: JudgedTrial): Row['outcome'] | undefined {
  if (trial.role === 'catch') return isRight === true ? 'catch_right' : 'catch_wrong';
  if (trial.role !== 'scored') return undefined;
  const outcomes = items.flatMap(({ outcome }) => outcome ?? []);
  if (outcomes.length === 0) return undefined;
  if (outcomes.every((outcome) => outcome === 1)) return 'hit';
  return outcomes.every((outcome) => outcome === 0) ? 'miss' : 'between';
}

function quantilesOf(values: readonly number[]): Row['quantilesMs'] {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  // Between the two order statistics around it, as R's quantile() does.
  const at = (share: number): number => {
    const position = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
    return low + (high - low) * (position - Math.floor(position));
  };
  return { p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) };
}
