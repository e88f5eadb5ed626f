import type { ResponseSubmission } from '@lookalike/study';

/**
 * Input this soon after the paint cannot be an answer to what was painted (no reaction to a picture is that fast): it
 * belongs to the trial before, such as the second half of a double click, and is ignored.
 */
export const settleMs = 120;

/** Whether input at `atMs` may answer a trial painted at `paintedAtMs`; both on the clock of performance.now(). */
export function mayAnswer({ paintedAtMs, atMs }: { readonly paintedAtMs: number | undefined; readonly atMs: number }): boolean {
  return paintedAtMs !== undefined && atMs - paintedAtMs >= settleMs;
}

/** How a trial was shown, as measured; times in ms, not yet rounded. */
export type ShownAs = Pick<
  ResponseSubmission,
  | 'presentationCount' | 'isTrusted' | 'unreleasedKeyCount' | 'shownSizeCssPx' | 'devicePxPerImagePx' | 'zoom' | 'frameMs'
  | 'leadPlannedMs' | 'leadShownMs' | 'queryPlannedMs' | 'queryShownMs' | 'maskPlannedMs' | 'maskShownMs'
>;

export interface Measurement {
  readonly trialIndex: number;
  readonly round: number;
  readonly answer: ResponseSubmission['answer'];
  /** Of the frame after the one that painted what can be answered, on the clock of performance.now(). */
  readonly paintedAtMs: number;
  /** The input event's own time, on the same clock. */
  readonly answeredAtMs: number;
  /** performance.now() and Date.now() read together, to place the paint in the day. */
  readonly nowMs: number;
  readonly epochMs: number;
  readonly focusLossCount: number;
  readonly viewportWidthPx: number;
  readonly viewportHeightPx: number;
  readonly devicePixelRatio: number;
  readonly inputType: ResponseSubmission['inputType'];
  readonly imageLoadMs: number;
  readonly shownAs: ShownAs;
}

/** What a rater says after an answer, where the study asks. */
export interface Afterthought {
  readonly confidence?: number;
  /** Since the answer, ms. */
  readonly confidenceTimeMs?: number;
  readonly comment?: string;
}

/** Tenths of a millisecond: browsers give no more, and a longer number would pretend to. */
function tenths(milliseconds: number): number {
  return Math.round(Math.max(0, milliseconds) * 10) / 10;
}

/** Thousandths for sizes and ratios. */
function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Makes the answer that is sent from what was measured. */
export function toSubmission(responseId: string, measured: Measurement, { confidenceTimeMs, ...said }: Afterthought = {}): ResponseSubmission {
  const { paintedAtMs, answeredAtMs, nowMs, epochMs, viewportWidthPx, viewportHeightPx, imageLoadMs, shownAs, ...kept } = measured;
  return {
    responseId,
    ...kept,
    responseTimeMs: tenths(answeredAtMs - paintedAtMs),
    presentedAt: new Date(epochMs - (nowMs - paintedAtMs)).toISOString(),
    viewportWidthPx: Math.round(viewportWidthPx),
    viewportHeightPx: Math.round(viewportHeightPx),
    imageLoadMs: tenths(imageLoadMs),
    ...Object.fromEntries(Object.entries(shownAs).map(([name, value]) => [name, typeof value === 'number' ? thousandths(value) : value])),
    ...said,
    ...(confidenceTimeMs === undefined ? {} : { confidenceTimeMs: tenths(confidenceTimeMs) }),
  };
}
