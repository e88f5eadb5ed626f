import { expect, it } from 'vitest';
import { boxDomain, boxOf } from './box.ts';

const box = (least: number, greatest: number) => ({ least, lowerQuartile: least, median: least, upperQuartile: greatest, greatest });

it('a box is the quartiles and the ends, wherever they stand among the quantiles', () => {
  expect(boxOf([0, 0.05, 0.25, 0.5, 0.75, 0.95, 1], [1, 2, 3, 4, 5, 6, 7])).toEqual({ least: 1, lowerQuartile: 3, median: 4, upperQuartile: 5, greatest: 7 });
});

it('without the quartiles there is no box', () => {
  expect(boxOf([0, 0.5, 1], [1, 2, 3])).toBeUndefined();
});

it('an axis begins at 0 and ends a little after the greatest value', () => {
  expect(boxDomain([box(0.2, 0.5), box(0.3, 1)])).toEqual([0, 1.04]);
});

it('an axis of values below 0 begins below them and reaches 0', () => {
  expect(boxDomain([box(-1, -0.5)])).toEqual([-1.04, 0]);
  expect(boxDomain([box(-0.5, 0.5)])).toEqual([-0.54, 0.54]);
});

it('an axis goes no further than the values can', () => {
  expect(boxDomain([box(-0.2, 0.999)], { within: [-1, 1] })[1]).toBe(1);
});

it('values that are all 0 have an axis all the same', () => {
  expect(boxDomain([box(0, 0)])).toEqual([0, 1]);
});
