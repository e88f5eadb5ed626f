import { expect, it } from 'vitest';
import { cssPxPerMm, drawableCardPx, sideCssPx, usualCardPx } from './calibration.ts';

it('a screen of 96 CSS px to the inch has 3.78 of them to the millimetre', () => {
  expect(cssPxPerMm(usualCardPx)).toBeCloseTo(96 / 25.4, 1);
});

it('millimetres are known only after a card was held to the screen', () => {
  expect(sideCssPx({ sizeUnit: 'mm', size: 30 }, undefined)).toBeUndefined();
  expect(sideCssPx({ sizeUnit: 'mm', size: 30 }, 4)).toBe(120);
  expect(sideCssPx({ sizeUnit: 'css-px', size: 192 }, undefined)).toBe(192);
});

it('the drawn card stays on the screen', () => {
  expect(drawableCardPx(2000, 328)).toBe(328);
  expect(drawableCardPx(10, 328)).toBe(120);
  expect(drawableCardPx(320.3, 900)).toBe(320.5);
});
