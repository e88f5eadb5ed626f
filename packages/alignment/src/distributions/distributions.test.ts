import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { betaProbability, betaQuantile } from './beta.ts';
import { gammaProbability } from './gamma.ts';
import { normalProbability } from './normal.ts';
import { tProbability, tQuantile } from './student-t.ts';

type Triples = readonly (readonly [number, number, number, number])[];
/** Of R: see goldens/make-distributions.R. */
const goldens = JSON.parse(readFileSync(new URL('../../goldens/distributions.json', import.meta.url), 'utf8')) as { readonly beta: Triples; readonly t: Triples; readonly gamma: Triples };

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

  it('has the normal distribution', () => {
    near(normalProbability(1.959963984540054), 0.975);
    near(normalProbability(-1.959963984540054), 0.025);
  });
});
