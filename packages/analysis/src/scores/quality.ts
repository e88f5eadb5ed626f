import { catchAccuracy, krippendorffAlpha, sideBias } from '@lookalike/alignment';
import { type JudgedSession, mainTrials, medianOf } from '@lookalike/answers';
import { taskOf, type FrozenStudy } from '@lookalike/study';
import { ratingsOf } from '../ratings.ts';
import type { ResultsQuality } from './results.ts';

/**
 * How good the answers are.
 * @param sessions those with an answer of the main phase, @param included those that the scores are computed from
 */
export function qualityOf(study: FrozenStudy, sessions: readonly JudgedSession[], included: readonly JudgedSession[]): ResultsQuality {
  const excluded: Record<string, number> = {};
  for (const { exclusionReasons } of sessions) for (const reason of exclusionReasons) excluded[reason] = (excluded[reason] ?? 0) + 1;
  const main = included.flatMap((judged) => mainTrials(judged));
  return {
    sessions: sessions.length,
    completed: sessions.filter(({ session }) => session.state === 'completed').length,
    included: included.length,
    excluded,
    excludedSessions: sessions.filter(({ exclusionReasons }) => exclusionReasons.length > 0).length,
    catchAccuracy: catchAccuracy(main.flatMap(({ isRight }) => isRight ?? [])).estimate,
    unansweredCount: main.filter(({ response }) => response.answer === null).length,
    leftShare: leftShareOf(study, main),
    agreement: krippendorffAlpha(study.conditions.flatMap(({ conditionId }) => ratingsOf(study, included, conditionId))),
    medianResponseTimeMs: medianOf(main.map(({ response }) => response.responseTimeMs)) ?? null,
  };
}

function leftShareOf({ configuration }: FrozenStudy, main: JudgedSession['trials']): number | null {
  const task = taskOf(configuration);
  if (task.form !== 'side') return null;
  const places = main.flatMap(({ trial, response: { answer } }) => (answer === null ? [] : (task.placeOf(trial, answer) ?? [])));
  return sideBias(places.map((place) => (place === 'left' ? 'left' : 'right'))).estimate;
}
