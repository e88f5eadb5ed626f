import { expect, it } from 'vitest';
import { arrangeIris } from './arrange-iris.ts';

const iris = [
  { targetName: 'dog-10', accepted: true, representationDistance: 0.1 },
  { targetName: 'dog-2', accepted: false, representationDistance: 0.4 },
  { targetName: 'cat-1', accepted: true, representationDistance: 0.05 },
];
const names = (options: Parameters<typeof arrangeIris>[1]) => arrangeIris(iris, options).map(({ targetName }) => targetName);

it('names are ordered as people count', () => {
  expect(names({ filter: 'all', order: 'name' })).toEqual(['cat-1', 'dog-2', 'dog-10']);
});
it('distances go both ways', () => {
  expect(names({ filter: 'all', order: 'nearest' })).toEqual(['cat-1', 'dog-10', 'dog-2']);
  expect(names({ filter: 'all', order: 'farthest' })).toEqual(['dog-2', 'dog-10', 'cat-1']);
});
it('a filter keeps its kind only, and the list it was given as it was', () => {
  expect(names({ filter: 'rejected', order: 'name' })).toEqual(['dog-2']);
  expect(names({ filter: 'accepted', order: 'name' })).toEqual(['cat-1', 'dog-10']);
  expect(iris[0]?.targetName).toBe('dog-10');
});
