import type { TrialRow } from '@lookalike/dataset';
import type { PresentationSettings, ResponseSubmission } from '@lookalike/study';

type IntendedTimes = Pick<TrialRow, 'lead_intended_ms' | 'query_intended_ms' | 'mask_intended_ms'>;

/** What the study wants to be timed; absent where its order does not time it. */
export function intendedTimes({ order, leadMs, queryMs, maskMs }: PresentationSettings): IntendedTimes {
  const hasLead = order === 'query-first' || order === 'options-first';
  const isBrief = order === 'brief-query';
  return { lead_intended_ms: hasLead ? leadMs : undefined, query_intended_ms: isBrief ? queryMs : undefined, mask_intended_ms: isBrief ? maskMs : undefined };
}

type ShownTimes = Pick<ResponseSubmission, 'frameMs' | 'leadPlannedMs' | 'leadShownMs' | 'queryPlannedMs' | 'queryShownMs' | 'maskPlannedMs' | 'maskShownMs'>;

/** Whether something was shown for more than half a frame longer or shorter than planned; undefined where nothing was timed or no frame measured. */
export function isFrameOff({ frameMs, leadPlannedMs, leadShownMs, queryPlannedMs, queryShownMs, maskPlannedMs, maskShownMs }: ShownTimes): boolean | undefined {
  const differences = [[leadPlannedMs, leadShownMs], [queryPlannedMs, queryShownMs], [maskPlannedMs, maskShownMs]].flatMap(([planned, shown]) =>
    planned === undefined || shown === undefined ? [] : [Math.abs(shown - planned)]);
  if (frameMs === undefined || differences.length === 0) return undefined;
  return differences.some((difference) => difference > frameMs / 2);
}
