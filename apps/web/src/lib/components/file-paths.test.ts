import { expect, it } from 'vitest';
import { isHidden, pathOf, rememberPath } from './file-paths.ts';

it('a file is where its browser says, where it was dropped from, or nowhere', () => {
  const file = (name: string, webkitRelativePath = ''): File => Object.assign(new File([], name), { webkitRelativePath });
  expect(pathOf(file('0.jpg'))).toBe('0.jpg');
  expect(pathOf(file('0.jpg', 'photos/bird/0.jpg'))).toBe('photos/bird/0.jpg');
  expect(pathOf(rememberPath(file('0.jpg'), '/bird/0.jpg'))).toBe('bird/0.jpg');
});

it('what is in a hidden folder is hidden', () => {
  expect(['.DS_Store', 'a/.git/x', 'a.b/c.png'].map(isHidden)).toEqual([true, true, false]);
});
