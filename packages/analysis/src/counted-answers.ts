import { conditionTables, type ConditionTables, type ScoredTrial } from '@lookalike/alignment';
import { mainTrials, scoredItems, type JudgedSession } from '@lookalike/answers';
import type { Condition } from '@lookalike/study';
import { sessionsOfKind, type AnalysisInput, type AnalysisSettings } from './section.ts';

/** A condition with the answers that count. */
export interface AnsweredCondition {
  readonly condition: Condition;
  readonly trials: readonly ScoredTrial[];
}

/** Sessions of the settings' kind with an answer of the main phase; without those that a rule flags, unless asked for. */
export function countedSessions(input: AnalysisInput, settings: AnalysisSettings): readonly JudgedSession[] {
  return sessionsOfKind(input, settings).filter((judged) => mainTrials(judged).length > 0 && (settings.include === 'all' || judged.exclusionReasons.length === 0));
}

/** Every condition of the study, in its order, with what counts of it. */
export function answeredConditions(input: AnalysisInput, settings: AnalysisSettings): readonly AnsweredCondition[] {
  const sessions = countedSessions(input, settings);
  return input.context.study.conditions.map((condition) => ({ condition, trials: scoredItems(sessions, condition.conditionId) }));
}

/** What comparisons of these conditions are made from. */
export function tablesOf(conditions: readonly AnsweredCondition[]): ConditionTables {
  return conditionTables(conditions.map(({ condition, trials }) => ({ conditionId: condition.conditionId, trials })));
}
