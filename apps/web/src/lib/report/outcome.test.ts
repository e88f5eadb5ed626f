import { expect, it } from 'vitest';
import { outcomeParts } from './outcome.ts';

it('the parts are of all finished images, accepted ones first', () => {
  expect(outcomeParts({ accepted: 6, rejected: { distance_above_maximum: 3, too_odd: 1 }, failed: {} })).toEqual([
    { label: 'Accepted', count: 6, kind: 'accepted', share: 0.6 },
    { label: 'Rejected: d above the gate’s maximum', count: 3, kind: 'rejected', share: 0.3 },
    { label: 'Rejected: too odd', count: 1, kind: 'rejected', share: 0.1 },
  ]);
});

it('without images nothing has a share', () => {
  expect(outcomeParts({ accepted: 0, rejected: {}, failed: {} })).toEqual([{ label: 'Accepted', count: 0, kind: 'accepted', share: 0 }]);
});
