import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { betaProbability, betaQuantile } from './beta.ts';
import { gammaProbability, gammaUpperTail } from './gamma.ts';
import { normalProbability } from './normal.ts';
import { tProbability, tQuantile } from './student-t.ts';

type Triples = readonly (readonly [number, number, number, number])[];
/** Of R: see goldens/make-distributions.R. */
const goldens = JSON.parse(readFileSync(new URL('../../goldens/distributions.json', import.meta.url), 'utf8')) as { readonly beta: Triples; readonly t: Triples; readonly gamma: Triples; readonly gammaTail: Triples; readonly tTail: Triples; readonly normal: readonly (readonly [number, number])[] };

const near = (value: number, expected: number): void => expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(expected)));

describe('distributions', () => {
  it.each(goldens.beta)('has R’s quantile %d of a beta distribution (%d, %d)', (p, a, b, expected) => {
    near(betaQuantile(p, a, b), expected);
    near(betaProbability(expected, a, b), p);
  });

  it.each(goldens.t)('has R’s quantile %d of Student’s t with %d degrees of freedom', (p, freedom, expected) => {
    near(tQuantile(p, freedom), expected);
    near(tProbability(expected, freedom), p);
  });

  it.each(goldens.gamma)('has R’s gamma distribution at %d with shape %d', (x, shape, expected) => { near(gammaProbability(x, shape), expected); });

  // Relative to the value itself: a p value of 1e-200 is not 0.
  const nearTail = (value: number, expected: number): void => expect(Math.abs(value / expected - 1)).toBeLessThan(1e-9);
  it.each(goldens.gammaTail)('has R’s upper tail of a gamma distribution at %d with shape %d', (x, shape, expected) => { nearTail(gammaUpperTail(x, shape), expected); });
  it.each(goldens.tTail)('has R’s tail of Student’s t at %d with %d degrees of freedom', (t, freedom, expected) => { nearTail(tProbability(t, freedom), expected); });
  it.each(goldens.normal)('has R’s tail of the normal distribution at %d', (z, expected) => { nearTail(normalProbability(z), expected); });

  it('has the normal distribution', () => {
    near(normalProbability(1.959963984540054), 0.975);
    near(normalProbability(-1.959963984540054), 0.025);
  });
});
