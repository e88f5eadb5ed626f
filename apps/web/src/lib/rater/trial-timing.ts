import type { ResponseSubmission, Side } from '@lookalike/study';

/**
 * Input this soon after the paint cannot be an answer to what was painted (no reaction to a picture is that fast): it
 * belongs to the trial before, such as the second half of a double click, and is ignored.
 */
export const settleMs = 120;

/** Whether input at `atMs` may answer a trial painted at `paintedAtMs`; both on the clock of performance.now(). */
export function mayAnswer({ paintedAtMs, atMs }: { readonly paintedAtMs: number | undefined; readonly atMs: number }): boolean {
  return paintedAtMs !== undefined && atMs - paintedAtMs >= settleMs;
}

export interface Measurement {
  readonly trialIndex: number;
  readonly round: number;
  readonly chosenSide: Side;
  /** Of the frame after the one that painted the images, on the clock of performance.now(). */
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
}

/** Tenths of a millisecond: browsers give no more, and a longer number would pretend to. */
function tenths(milliseconds: number): number {
  return Math.round(Math.max(0, milliseconds) * 10) / 10;
}

/** Makes the answer that is sent from what was measured. */
export function toSubmission(responseId: string, measured: Measurement): ResponseSubmission {
  const { paintedAtMs, answeredAtMs, nowMs, epochMs, viewportWidthPx, viewportHeightPx, imageLoadMs, ...kept } = measured;
  return {
    responseId,
    ...kept,
    responseTimeMs: tenths(answeredAtMs - paintedAtMs),
    presentedAt: new Date(epochMs - (nowMs - paintedAtMs)).toISOString(),
    viewportWidthPx: Math.round(viewportWidthPx),
    viewportHeightPx: Math.round(viewportHeightPx),
    imageLoadMs: tenths(imageLoadMs),
  };
}

/**
 * The kind of input behind a click. Browsers differ in whether a click knows its pointer, so the press before it is asked;
 * a click that counts no presses came from the keyboard (Enter or Space on the button) or from assistive technology.
 */
export function inputTypeOf({ pressCount, pointerType }: { readonly pressCount: number; readonly pointerType: string | undefined }): ResponseSubmission['inputType'] {
  if (pressCount === 0) return 'keyboard';
  return pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse';
}
