import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { alphasWithoutEach, krippendorffAlpha, type Rating } from './krippendorff-alpha.ts';
import { reference } from '../fixtures/reference.ts';

const ratingsOf = (table: readonly (readonly (number | null)[])[]): Rating[] =>
  table.flatMap((row, rater) => row.flatMap((value, unit) => (value === null ? [] : [{ unitId: `u${unit}`, raterId: `r${rater}`, value: String(value) }])));

describe('krippendorffAlpha', () => {
  it.each(reference.alphas.map(({ table, alpha }) => [alpha, table] as const))('agrees with the krippendorff package: %d', (alpha, table) => {
    expect(krippendorffAlpha(ratingsOf(table)).alpha).toBeCloseTo(alpha, 12);
  });

  it('gives 0.743 for the data published by Krippendorff', () => {
    const { alpha, n, excluded } = krippendorffAlpha(ratingsOf(reference.alphas[0]!.table));
    expect(alpha).toBeCloseTo(0.743, 3);
    expect([n, excluded]).toEqual([{ units: 11, raters: 4, ratings: 40 }, 1]);
  });

  it('is 1 for perfect and −1 for fully systematic disagreement of two raters', () => {
    const pair = (a: string, b: string, unit: number): Rating[] => [{ unitId: `${unit}`, raterId: 'a', value: a }, { unitId: `${unit}`, raterId: 'b', value: b }];
    expect(krippendorffAlpha([...pair('target', 'target', 1), ...pair('seed', 'seed', 2)]).alpha).toBe(1);
    const many = Array.from({ length: 1000 }, (_, unit) => pair(unit % 2 ? 'target' : 'seed', unit % 2 ? 'seed' : 'target', unit)).flat();
    expect(krippendorffAlpha(many).alpha).toBeCloseTo(-1, 2);
  });

  it('is undefined, and says why, where chance would agree fully or nothing can be compared', () => {
    const same = Array.from({ length: 6 }, (_, i) => ({ unitId: `${i % 2}`, raterId: `${i}`, value: 'seed' }));
    expect(krippendorffAlpha(same)).toMatchObject({ alpha: null, method: expect.stringContaining('all ratings are the same') });
    expect(krippendorffAlpha([])).toMatchObject({ alpha: null, n: { units: 0 } });
    expect(krippendorffAlpha([{ unitId: '1', raterId: 'a', value: 'seed' }])).toMatchObject({ alpha: null, excluded: 1, method: expect.stringContaining('no unit has two') });
  });
});

describe('alphasWithoutEach', () => {
  it('has what is left when a rater or a unit is left out, also of units with one rating and of raters who rate twice', () => {
    const rng = createRandom('left out');
    const ratings = Array.from({ length: 90 }, (): Rating => ({ unitId: `u${rng.integer(14)}`, raterId: `r${rng.integer(9)}`, value: `${rng.integer(3)}` }));
    for (const key of ['raterId', 'unitId'] as const) {
      const ids = [...new Set([...ratings, { unitId: 'alone', raterId: 'r0', value: '1' }].map((rating) => rating[key]))];
      const all = [...ratings, { unitId: 'alone', raterId: 'r0', value: '1' }];
      const alphas = alphasWithoutEach(all, key);
      ids.forEach((id, index) => expect(alphas[index]).toBeCloseTo(krippendorffAlpha(all.filter((rating) => rating[key] !== id)).alpha!, 12));
    }
    expect(alphasWithoutEach([{ unitId: 'u', raterId: 'a', value: 'x' }, { unitId: 'u', raterId: 'b', value: 'y' }], 'raterId')).toEqual([null, null]);
  });
});
