import { itemsOf, type JudgedSession, type RowContext } from '@lookalike/answers';
import { groupStimuli, shortfallOf, stimulusKey } from '@lookalike/study';
import type { Shortfall } from './results.ts';

/**
 * What is short of the answers that the design wants of each stimulus; null where it wants no number, or nothing is shown yet.
 * @param sessions of people, all that entered, @param counting those whose answers count
 */
export function shortfallOfStudy({ study, places }: Pick<RowContext, 'study' | 'places'>, sessions: readonly JudgedSession[], counting: readonly JudgedSession[]): Shortfall | null {
  const { answersPerStimulus, perCondition } = study.configuration.design;
  const { conditionIds, sharedTargetIds } = groupStimuli(study.stimuli);
  // Of targets that do not fill a set nobody sees anything.
  const targetIds = study.sets?.flat() ?? sharedTargetIds;
  if (answersPerStimulus === null || targetIds.length === 0) return null;

  const counts = new Map<string, number>(conditionIds.flatMap((conditionId) => targetIds.map((targetId) => [stimulusKey({ conditionId, targetId }), 0] as const)));
  for (const conditionId of conditionIds) {
    for (const { targetId } of counting.flatMap((judged) => itemsOf(judged, conditionId))) {
      const key = stimulusKey({ conditionId, targetId });
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const finished = sessions.filter(({ session }) => session.state === 'completed');
  const countingCount = finished.filter(({ exclusionReasons }) => exclusionReasons.length === 0).length;
  const { shortStimuli, missingAnswers, placesToAdd } = shortfallOf({
    counts: [...counts.values()], answersPerStimulus, targetCount: targetIds.length, perCondition,
    // Where none counts so far, the next might: nothing could be said otherwise.
    includedShare: finished.length === 0 ? 1 : Math.max(1, countingCount) / finished.length,
  });
  return { answersPerStimulus, shortStimuli, missingAnswers, placesToAdd: Math.max(0, placesToAdd - Math.max(0, places - finished.length)) };
}
