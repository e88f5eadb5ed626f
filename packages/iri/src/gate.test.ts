import fc from 'fast-check';
import { expect, it } from 'vitest';
import { acceptedDistance, gateOf, judge } from './gate.ts';
import { nullPercentile } from './null-distribution.ts';

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

it('as one number accepts no more than the audit does, and hardly less', () => {
  const bounded = (max: number) => fc.double({ min: 0.001, max, noNaN: true });
  fc.assert(fc.property(fc.array(bounded(2), { minLength: 1, maxLength: 30 }), bounded(2), fc.double({ min: 0, max: 1, noNaN: true }), (pairs, maximumDistance, maximumNullPercentile) => {
    const values = pairs.sort((a, b) => a - b);
    const bounds = { maximumDistance, maximumNullPercentile };
    const isAccepted = (d: number) => judge({ representationDistance: d, nullPercentile: nullPercentile(values, d) }, bounds).accepted;
    const accepted = acceptedDistance(bounds, values);
    expect(isAccepted(accepted)).toBe(true);
    expect(isAccepted(accepted * 1.001)).toBe(false);
  }));
});

it('is no wider than the constraint of the objective', () => {
  const gate = { maximumDistance: 0.15, maximumNullPercentile: 0 };
  const distance = 'nlpd';
  expect(gateOf({ gate, objective: { kind: 'constrained', distance, maximumRepresentationDistance: 0.05 } })).toEqual({ maximumDistance: 0.05, maximumNullPercentile: 0 });
  expect(gateOf({ gate, objective: { kind: 'regularizer-free' } })).toEqual(gate);
});
