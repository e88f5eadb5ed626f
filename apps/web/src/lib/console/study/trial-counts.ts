import { placesFor, taskOf } from '@lookalike/study';
import type { StudyConfiguration } from '../../api/views.ts';

export interface TrialCounts {
  readonly practice: number;
  readonly scored: number;
  readonly catches: number;
  /** Without practice. */
  readonly main: number;
  readonly breaks: number;
}

/** Pictures of one condition that a trial shows: what its targets per session are a multiple of. */
export function groupSizeOf(configuration: StudyConfiguration): number {
  return taskOf(configuration).groupSize(configuration.task);
}

/** How many trials a session has. */
export function trialCounts(configuration: StudyConfiguration, conditionCount: number): TrialCounts {
  const { trials: { catchCount, practiceCount, blockSize }, design } = configuration;
  const scored = conditionCount * Math.floor(design.perCondition / groupSizeOf(configuration));
  const main = scored + catchCount;
  return { practice: practiceCount, scored, catches: catchCount, main, breaks: Math.max(0, Math.ceil(main / blockSize) - 1) };
}

/** Rules of thumb, not measurements: a first estimate that a pilot corrects. */
const seconds = { reading: 120, firstPicture: 5, furtherPicture: 4, confidence: 2, break: 15 };

/** About how long a session takes, in whole minutes from 1. */
export function estimatedMinutesOf(configuration: StudyConfiguration, conditionCount: number): number {
  const { presentation: { order, leadMs, queryMs, maskMs, asksConfidence } } = configuration;
  const { practice, main, breaks } = trialCounts(configuration, conditionCount);
  const waitMs = { 'all-at-once': 0, 'query-first': leadMs, 'options-first': leadMs, 'brief-query': queryMs + maskMs }[order];
  const perTrial = seconds.firstPicture + (groupSizeOf(configuration) - 1) * seconds.furtherPicture + waitMs / 1000 + (asksConfidence ? seconds.confidence : 0);
  return Math.max(1, Math.ceil((seconds.reading + (practice + main) * perTrial + breaks * seconds.break) / 60));
}

/** Places that the wanted answers take; undefined where none are wanted, or it is not known how many targets there are. */
export function placesWanted({ design: { answersPerStimulus, perCondition } }: StudyConfiguration, targetCount: number): number | undefined {
  if (answersPerStimulus === null || targetCount === 0 || !(perCondition > 0)) return undefined;
  return placesFor({ answersPerStimulus, targetCount, perCondition });
}
