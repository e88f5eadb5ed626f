import { expect, it } from 'vitest';
import { readKept } from './response-storage.ts';

const measured = {
  responseId: '6f1ed002-ab53-4e5d-9d3c-8e5d1e1a7a01', trialIndex: 3, round: 0, responseTimeMs: 700, presentedAt: '2026-11-30T09:00:00.000Z', focusLossCount: 0,
  viewportWidthPx: 390, viewportHeightPx: 800, devicePixelRatio: 3, inputType: 'touch', imageLoadMs: 12,
} as const;

it('an answer that a page of before kept is sent in today’s shape', () => {
  expect(readKept({ ...measured, chosenSide: 'right' })).toEqual({ ...measured, answer: { side: 'right' } });
});

it('an answer of today stays as it is', () => {
  const kept = { ...measured, answer: { assignment: [1, 0] } };
  expect(readKept(kept)).toBe(kept);
});
