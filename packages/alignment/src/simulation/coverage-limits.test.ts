import { describe, expect, it } from 'vitest';
import { brokenBy, samplesNeeded, type CoverageRow } from './coverage-limits.ts';

const row: CoverageRow = { kind: 'score', raters: 20, targets: 30, score: 0.5, secondScore: null, samples: 1000, coverage: 0.95, widthRatio: 1.05, upperRatio: null };

describe('the limits of the coverage bench', () => {
  it('wants more samples within a point of any limit, on either side, and of a row that is there already', () => {
    expect(samplesNeeded(row)).toBe(1000);
    for (const change of [{ coverage: 0.92 }, { coverage: 0.94 }, { coverage: 0.96 }, { coverage: 0.98 }, { widthRatio: 1.16 }, { widthRatio: 1.14 }, { score: 0.005, upperRatio: 1.49 }]) {
      expect(samplesNeeded({ ...row, ...change }), JSON.stringify(change)).toBe(20_000);
    }
    // Far on the wrong side more samples change nothing.
    expect(samplesNeeded({ ...row, coverage: 0.8 })).toBe(1000);
    expect(samplesNeeded({ ...row, raters: 8, coverage: 0.95 })).toBe(1000);
    expect(samplesNeeded({ ...row, raters: 8, coverage: 0.905 })).toBe(20_000);
  });

  it('calls a limit broken only where the Monte-Carlo interval is outside', () => {
    expect(brokenBy(row)).toEqual([]);
    expect(brokenBy({ ...row, coverage: 0.915 })).toEqual([]);
    expect(brokenBy({ ...row, coverage: 0.9 })).toEqual(['coverage']);
    expect(brokenBy({ ...row, kind: 'difference', secondScore: 0.5, coverage: 0.9 })).toEqual(['typeI']);
    expect(brokenBy({ ...row, coverage: 0.995, widthRatio: 1.4 })).toEqual(['coverage above', 'width']);
    expect(brokenBy({ ...row, score: 0.002, coverage: 0.999, upperRatio: 1.8 })).toEqual(['upper']);
  });
});
