import { expectedTrial, type Session } from './session.ts';
import type { StudyConfiguration } from './study-configuration.ts';
import { taskOf } from './tasks/index.ts';
import type { ResponseSubmission } from './response.ts';
import type { PlannedTrial } from './trial.ts';

/** Why a session would not be counted. A flag for the analyst: nothing is removed because of it. */
export type ExclusionReason = 'incomplete' | 'catch_failed' | 'too_fast' | 'one_sided';

/** What the configuration does not set. */
export const exclusionThresholds = {
  /** A session is `too_fast` when more than this share of its answers is faster than minimumResponseTimeMs. */
  tooFastShare: 0.2,
  /** A session is `one_sided` when at least this share of its answers is at one place of the screen (a side, a position); the plan spreads them. */
  oneSidedShare: 0.95,
  /** Fewer answers than this can be at one place by chance (10 of 10 on one of two sides: once in 512), so they are not judged. */
  oneSidedMinimumCount: 10,
} as const;

/**
 * The reasons to exclude a session, judged on its main phase only. Test and simulated sessions are kinds, not reasons.
 * - `incomplete`: not every expected answer is there.
 * - `catch_failed`: the share of answered catch trials that were answered right is below `catchPassShare`.
 * - `too_fast`: more than a fifth of the answers is faster than `minimumResponseTimeMs`.
 * - `one_sided`: at least 95 % of ten or more answers are at the same place.
 * @returns in this order; empty when the session counts.
 */
export function exclusionReasons({ session, configuration }: { readonly session: Session; readonly configuration: StudyConfiguration }): ExclusionReason[] {
  const task = taskOf(configuration);
  const main = answeredMainTrials(session);
  const catches = main.filter(({ trial }) => trial.role === 'catch');
  const passedCount = catches.filter(({ trial, response: { answer } }) => answer !== null && task.isRight(trial, answer)).length;
  const fastCount = main.filter(({ response }) => isTooFast(response, configuration)).length;

  const reasons: ExclusionReason[] = [];
  if (expectedTrial(session) !== undefined) reasons.push('incomplete');
  if (catches.length > 0 && passedCount / catches.length < configuration.exclusion.catchPassShare) reasons.push('catch_failed');
  if (main.length > 0 && fastCount / main.length > exclusionThresholds.tooFastShare) reasons.push('too_fast');
  if (isOneSided(main.flatMap(({ trial, response: { answer } }) => (answer === null ? [] : (task.placeOf(trial, answer) ?? []))))) reasons.push('one_sided');
  return reasons;
}

/** Whether one answer came faster than the study's limit. */
export function isTooFast({ responseTimeMs }: Pick<ResponseSubmission, 'responseTimeMs'>, { exclusion }: StudyConfiguration): boolean {
  return responseTimeMs < exclusion.minimumResponseTimeMs;
}

function isOneSided(places: readonly string[]): boolean {
  if (places.length < exclusionThresholds.oneSidedMinimumCount) return false;
  const counts = new Map<string, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return Math.max(...counts.values()) / places.length >= exclusionThresholds.oneSidedShare;
}

function answeredMainTrials(session: Session): { trial: PlannedTrial; response: ResponseSubmission }[] {
  const byIndex = new Map(session.plan.filter(({ phase }) => phase === 'main').map((trial) => [trial.trialIndex, trial]));
  return session.responses.flatMap((response) => {
    const trial = byIndex.get(response.trialIndex);
    return trial === undefined ? [] : [{ trial, response }];
  });
}
