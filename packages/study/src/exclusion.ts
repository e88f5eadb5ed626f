import { expectedTrial, type Session } from './session.ts';
import type { StudyConfiguration } from './study-configuration.ts';
import type { PlannedTrial, ResponseSubmission, Side } from './trial.ts';

/** Why a session would not be counted. A flag for the analyst: nothing is removed because of it. */
export type ExclusionReason = 'incomplete' | 'catch_failed' | 'too_fast' | 'one_sided';

/** What the configuration does not set. */
export const exclusionThresholds = {
  /** A session is `too_fast` when more than this share of its answers is faster than minimumResponseTimeMs. */
  tooFastShare: 0.2,
  /** A session is `one_sided` when at least this share of its answers is on one side; the plan has half on each. */
  oneSidedShare: 0.95,
  /** Fewer answers than this can be on one side by chance (10 of 10: once in 512), so they are not judged. */
  oneSidedMinimumCount: 10,
} as const;

/**
 * The reasons to exclude a session, judged on its main phase only. Test and simulated sessions are kinds, not reasons.
 * - `incomplete`: not every expected answer is there.
 * - `catch_failed`: the share of answered catch trials with the identical option chosen is below `catchPassShare`.
 * - `too_fast`: more than a fifth of the answers is faster than `minimumResponseTimeMs`.
 * - `one_sided`: at least 95 % of ten or more answers are on the same side.
 * @returns in this order; empty when the session counts.
 */
export function exclusionReasons({ session, configuration }: { readonly session: Session; readonly configuration: StudyConfiguration }): ExclusionReason[] {
  const main = answeredMainTrials(session);
  const catches = main.filter(({ trial }) => trial.kind === 'catch');
  const passedCount = catches.filter(({ trial, response }) => response.chosenSide === trial.alignedSide).length;
  const fastCount = main.filter(({ response }) => isTooFast(response, configuration)).length;

  const reasons: ExclusionReason[] = [];
  if (expectedTrial(session) !== undefined) reasons.push('incomplete');
  if (catches.length > 0 && passedCount / catches.length < configuration.exclusion.catchPassShare) reasons.push('catch_failed');
  if (main.length > 0 && fastCount / main.length > exclusionThresholds.tooFastShare) reasons.push('too_fast');
  if (isOneSided(main.map(({ response }) => response.chosenSide))) reasons.push('one_sided');
  return reasons;
}

/** Whether one answer came faster than the study's limit. */
export function isTooFast({ responseTimeMs }: Pick<ResponseSubmission, 'responseTimeMs'>, { exclusion }: StudyConfiguration): boolean {
  return responseTimeMs < exclusion.minimumResponseTimeMs;
}

function isOneSided(sides: readonly Side[]): boolean {
  if (sides.length < exclusionThresholds.oneSidedMinimumCount) return false;
  const leftCount = sides.filter((side) => side === 'left').length;
  return Math.max(leftCount, sides.length - leftCount) / sides.length >= exclusionThresholds.oneSidedShare;
}

function answeredMainTrials(session: Session): { trial: PlannedTrial; response: ResponseSubmission }[] {
  const byIndex = new Map(session.plan.filter(({ phase }) => phase === 'main').map((trial) => [trial.trialIndex, trial]));
  return session.responses.flatMap((response) => {
    const trial = byIndex.get(response.trialIndex);
    return trial === undefined ? [] : [{ trial, response }];
  });
}
