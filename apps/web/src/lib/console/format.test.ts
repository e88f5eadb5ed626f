import { expect, it } from 'vitest';
import { formatCount, formatDecimal, formatDifference, formatMagnitude, formatNumberOf, formatPercent, formatSeconds } from './format.ts';

it('spans of time show their two largest units', () => {
  expect([0.4, 41, 60, 125, 3600, 4800, 7170].map(formatSeconds)).toEqual(['0 s', '41 s', '1 min', '2 min 5 s', '1 h', '1 h 20 min', '2 h']);
});

it('small distances keep their figures', () => {
  expect([0, 0.0812, 0.00042, 1.06].map(formatDecimal)).toEqual(['0.000', '0.081', '4.2e-4', '1.060']);
});

it('small shares keep a decimal', () => {
  expect([0, 0.004, 0.958, 1].map(formatPercent)).toEqual(['0 %', '0.4 %', '96 %', '100 %']);
});

it('counts are readable', () => {
  expect(formatCount(1_238_730)).toBe('1,238,730');
  expect(formatMagnitude(61_342_720)).toBe('61.3 M');
  expect(formatMagnitude(999)).toBe('999');
  expect(formatNumberOf(1, 'run')).toBe('1 run');
  expect(formatNumberOf(2, 'run')).toBe('2 runs');
});

it('differences carry their sign, but for what is shown as 0', () => {
  expect([0.559, -0.2, 0, -0.001].map(formatDifference)).toEqual(['+0.56', '−0.20', '0.00', '0.00']);
});
