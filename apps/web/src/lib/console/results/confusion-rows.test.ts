import { expect, it } from 'vitest';
import { confusionRows } from './confusion-rows.ts';

it('shares are of a row, and a row without answers has none', () => {
  const [cat, dog] = confusionRows({ labels: ['cat', 'dog'], counts: [[3, 1], [0, 0]], unanswered: [0, 2] });
  expect(cat).toEqual({ label: 'cat', total: 4, unanswered: 0, cells: [{ said: 'cat', count: 3, share: 0.75, isRight: true }, { said: 'dog', count: 1, share: 0.25, isRight: false }] });
  expect(dog).toMatchObject({ total: 0, unanswered: 2, cells: [{ share: 0 }, { share: 0, isRight: true }] });
});
