import { describe, expect, it } from 'vitest';
import { rankShares } from './ranks.ts';

describe('rankShares', () => {
  const draw = (...values: number[]): Float64Array => Float64Array.from(values);
  const zero = { estimate: 0, lower: 0, upper: 0.01 };

  it('shares the ranks of who ties at 0, whatever their order', () => {
    const scores = [zero, { estimate: 0.5, lower: 0.4, upper: 0.6 }, zero, zero];
    // In the first draw all three are at 0; in the second the last is above.
    const shares = rankShares(scores, [draw(-1, 0, -2, -0.5), draw(-1, 0, -1, 1)], 2);
    [[0, 1 / 6, 1 / 6 + 1 / 4, 1 / 6 + 1 / 4], [1, 0, 0, 0], [0, 1 / 6, 1 / 6 + 1 / 4, 1 / 6 + 1 / 4], [0, 1 / 6 + 1 / 2, 1 / 6, 1 / 6]].forEach((row, index) => row.forEach((share, rank) => expect(shares[index]![rank]).toBeCloseTo(share, 12)));
  });
});
