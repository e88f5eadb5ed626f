import { expect, it } from 'vitest';
import { outcomeParts } from './outcome.ts';

it('the parts are of all finished images, accepted ones first', () => {
  expect(outcomeParts({ accepted: 5, rejected: { distance_above_maximum: 3, too_odd: 1 }, failed: { 'iri.not_finite': 1 } })).toEqual([
    { label: 'Accepted', count: 5, share: 0.5 },
    { label: 'Rejected: d above the gate’s maximum', count: 3, share: 0.3 },
    { label: 'Rejected: too odd', count: 1, share: 0.1 },
    { label: 'No IRI: d was no longer a number', count: 1, share: 0.1 },
  ]);
});

it('without images nothing has a share', () => {
  expect(outcomeParts({ accepted: 0, rejected: {}, failed: {} })).toEqual([{ label: 'Accepted', count: 0, share: 0 }]);
});
