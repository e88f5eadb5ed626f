import { expect, it } from 'vitest';
import { confusionRows } from './confusion-shades.ts';

it('shares are of a row, and a row without answers has none', () => {
  const [cat, dog] = confusionRows(['cat', 'dog'], [{ label: 'cat', counts: { cat: 3, dog: 1 } }, { label: 'dog', counts: {} }]);
  expect(cat).toEqual({ label: 'cat', total: 4, cells: [{ chosen: 'cat', count: 3, share: 0.75, isRight: true }, { chosen: 'dog', count: 1, share: 0.25, isRight: false }] });
  expect(dog).toMatchObject({ total: 0, cells: [{ share: 0 }, { share: 0 }] });
});
