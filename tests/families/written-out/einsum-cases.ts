import { one } from './written-out.ts';
import type { WrittenOut } from './written-out.ts';

const einsum = (equation: string, ...shapes: readonly (readonly number[])[]): WrittenOut => ({
  name: `Einsum ${equation}`,
  nodes: [one('Einsum', { equation }, shapes.map((_, i) => (i === 0 ? 'x' : `w${i}`)))],
  // A first size of 2 is the batch.
  inputs: Object.fromEntries(shapes.map((shape, i) => [i === 0 ? 'x' : `w${i}`, shape[0] === 2 ? ['N', ...shape.slice(1)] : shape])),
});

export const einsumCases: readonly WrittenOut[] = [
  einsum('ij,jk->ik', [2, 3], [3, 4]),
  einsum('bhid,bhjd->bhij', [2, 3, 4, 5], [2, 3, 6, 5]),
  einsum('bijd,djk->bik', [2, 3, 4, 5], [5, 4, 6]),
  einsum('bhwc,hkc->bhwk', [2, 3, 4, 5], [3, 6, 5]),
  einsum('...c,cd', [2, 3, 4], [4, 5]),
  einsum('b...d,...->b...', [2, 3, 4], [3]),
  einsum('bij->bji', [2, 3, 4]),
  einsum('bij->b', [2, 3, 4]),
  einsum('bi,bj->bij', [2, 3], [2, 4]),
  einsum('bi,bi->b', [2, 3], [2, 3]),
  einsum('bij,jk,kl->bil', [2, 3, 4], [4, 5], [5, 2]),
  einsum('bij,b->ji', [2, 3, 4], [2]),
];
