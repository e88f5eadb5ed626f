import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { blockedEffects } from './blocked-effects.ts';
import { blockStructure } from './blocks.ts';
import type { RandomEffects, Term } from './random-effects.ts';
import { sparseEffects } from './sparse-effects.ts';

/** Each rater with five targets in every condition; the last condition lacks some raters and targets. */
function termsOf(raters: number, targets: number, conditions: number): Term[] {
  const rows = Array.from({ length: raters * 5 * conditions }, (_, row) => ({ rater: row % raters, condition: Math.floor(row / raters) % conditions, target: ((row % raters) * 3 + Math.floor(row / raters / conditions)) % targets }))
    .filter(({ rater, target, condition }) => condition < conditions - 1 || (rater > 2 && target > 1));
  const term = (ids: readonly number[]): Term => {
    const numbers = new Map([...new Set(ids)].map((id, index) => [id, index]));
    return { levelOf: Int32Array.from(ids, (id) => numbers.get(id)!), levelCount: numbers.size };
  };
  return [term(rows.map(({ rater }) => rater)), term(rows.map(({ target, condition }) => target * 100 + condition)), term(rows.map(({ target }) => target)), term(rows.map(({ rater, condition }) => rater * 100 + condition))];
}

describe('blockedEffects', () => {
  // With more raters than targets the two change their parts; with few raters there are more targets than raters in all conditions.
  it.each([[12, 17, 3], [19, 9, 4], [6, 30, 2]])('has the determinant, the solutions and the leverages of a general factor: %d raters, %d targets, %d conditions', (raters, targets, conditions) => {
    const terms = termsOf(raters, targets, conditions);
    const structure = blockStructure(terms);
    expect(structure!.blocks).toHaveLength(conditions);
    const [blocked, sparse] = [blockedEffects(terms, structure!), sparseEffects(terms)];
    const rng = createRandom('blocks');
    const weights = Float64Array.from(terms[0]!.levelOf, () => 0.05 + 0.2 * rng.uniform());
    for (const sds of [[0.5, 0.8, 1.2, 0.3], [1, 1e-3, 2, 1e-3]].map((of) => Float64Array.from(of))) {
      const [a, b] = [blocked.factorOf(weights, sds)!, sparse.factorOf(weights, sds)!];
      expect(a.logDeterminant).toBeCloseTo(b.logDeterminant, 8);
      const [own, other] = [a.leverages(), b.leverages()];
      own.ofRows.forEach((leverage, row) => expect(leverage).toBeCloseTo(other.ofRows[row]!, 8));
      own.ofTerms.forEach((spoken, term) => expect(spoken).toBeCloseTo(other.ofTerms[term]!, 8));
      // In the same places: one value for each level of each term.
      const rightOf = ({ size, placeOf }: RandomEffects): Float64Array => {
        const right = new Float64Array(size);
        placeOf.forEach((places, k) => places.forEach((place, row) => { right[place] = Math.sin(1 + k + 4 * terms[k]!.levelOf[row]!); }));
        return right;
      };
      const [x, y] = [a.solve(rightOf(blocked)), b.solve(rightOf(sparse))];
      terms.forEach(({ levelOf }, k) => levelOf.forEach((_, row) => expect(x[blocked.placeOf[k]![row]!]).toBeCloseTo(y[sparse.placeOf[k]![row]!]!, 8)));
    }
  });

  it('is for terms of that form alone', () => {
    const [rater, own, target, other] = termsOf(12, 17, 3) as [Term, Term, Term, Term];
    expect(blockStructure([rater, target])).toBeUndefined();
    expect(blockStructure([rater, own, target, { ...other, levelOf: other.levelOf.map((level, row) => (level + row) % other.levelCount) }])).toBeUndefined();
  });
});
