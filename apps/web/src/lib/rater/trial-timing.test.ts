import { describe, expect, it } from 'vitest';
import { mayAnswer, settleMs, toSubmission } from './trial-timing.ts';

describe('mayAnswer', () => {
  it('refuses input before anything is painted', () => {
    expect(mayAnswer({ paintedAtMs: undefined, atMs: 1e9 })).toBe(false);
  });
  it('refuses input that belongs to the trial before', () => {
    expect(mayAnswer({ paintedAtMs: 1000, atMs: 1000 + settleMs - 0.1 })).toBe(false);
    expect(mayAnswer({ paintedAtMs: 1000, atMs: 1000 + settleMs })).toBe(true);
  });
});

describe('toSubmission', () => {
  const measured = {
    trialIndex: 7, round: 0, answer: { side: 'right' }, paintedAtMs: 5000, answeredAtMs: 5712.345, nowMs: 5720, epochMs: Date.UTC(2026, 0, 2, 3, 4, 10, 720),
    focusLossCount: 1, viewportWidthPx: 389.6, viewportHeightPx: 844, devicePixelRatio: 2.625, inputType: 'touch', imageLoadMs: 33.333,
    shownAs: { presentationCount: 1, isTrusted: true, frameMs: 16.66667, shownSizeCssPx: 158.095 },
  } as const;

  it('counts from the paint to the input event, not to its handling', () => {
    expect(toSubmission('id', measured).responseTimeMs).toBe(712.3);
  });
  it('places the paint in the day by the rater’s clock', () => {
    expect(toSubmission('id', measured).presentedAt).toBe('2026-01-02T03:04:10.000Z');
  });
  it('sends exactly the fields that the API takes', () => {
    expect(Object.keys(toSubmission('id', measured)).sort()).toEqual([
      'answer', 'devicePixelRatio', 'focusLossCount', 'frameMs', 'imageLoadMs', 'inputType', 'isTrusted', 'presentationCount', 'presentedAt', 'responseId',
      'responseTimeMs', 'round', 'shownSizeCssPx', 'trialIndex', 'viewportHeightPx', 'viewportWidthPx',
    ]);
  });
  it('sends how it was shown to the thousandth, and what was said afterwards', () => {
    expect(toSubmission('id', measured, { confidence: 4, confidenceTimeMs: 812.26 })).toMatchObject({ frameMs: 16.667, isTrusted: true, confidence: 4, confidenceTimeMs: 812.3 });
  });
  it('never sends a negative time', () => {
    expect(toSubmission('id', { ...measured, answeredAtMs: 4999 }).responseTimeMs).toBe(0);
  });
});
