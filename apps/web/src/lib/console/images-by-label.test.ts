import { expect, it } from 'vitest';
import { imagesByLabel } from './images-by-label.ts';

it('groups images by what they show, those without a label last', () => {
  const images = [null, 'class 10', 'class 2', 'class 10'].map((label, id) => ({ id, label }));
  expect(imagesByLabel(images).map(({ label, images: group }) => [label, group.map(({ id }) => id)])).toEqual([['class 2', [2]], ['class 10', [1, 3]], [null, [0]]]);
  expect(imagesByLabel([])).toEqual([]);
});
