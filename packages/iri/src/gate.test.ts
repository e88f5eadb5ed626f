import { expect, it } from 'vitest';
import { judge } from './gate.ts';

const gate = { maximumDistance: 0.1, maximumNullPercentile: 0 };

it('accepts d at the bound and below every null pair', () => {
  expect(judge({ representationDistance: 0.1, nullPercentile: 0 }, gate)).toEqual({ accepted: true });
});

it('rejects d above the bound', () => {
  expect(judge({ representationDistance: 0.1001, nullPercentile: 0 }, gate)).toEqual({ accepted: false, rejectionReason: 'distance_above_maximum' });
});

it('rejects d that pairs of different images reach, however small it is', () => {
  expect(judge({ representationDistance: 0.01, nullPercentile: 0.001 }, gate)).toEqual({ accepted: false, rejectionReason: 'inside_null_distribution' });
});

it('rejects what is not a number', () => {
  expect(judge({ representationDistance: Number.NaN, nullPercentile: 0 }, gate)).toMatchObject({ accepted: false });
});
