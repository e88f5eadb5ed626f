import { describe, expect, it } from 'vitest';
import { labelCounts, sortUploads, withoutSharedFolders } from './image-upload.ts';

const placed = (...paths: string[]) => paths.map((path) => ({ path }));
const pathsOf = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

it('finds images, archives and tables by their names, and says what is left out', () => {
  const { images, zips, labels, attribution, others } = sortUploads(placed('b/10.jpeg', 'b/9.jpeg', 'a.PNG', 'attribution.json', 'photos.ZIP', 'notes.txt', 'labels.csv', 'more.json'));
  expect(pathsOf(images)).toEqual(['a.PNG', 'b/9.jpeg', 'b/10.jpeg']);
  expect(pathsOf(zips)).toEqual(['photos.ZIP']);
  expect(labels?.path).toBe('labels.csv');
  expect(attribution?.path).toBe('attribution.json');
  expect(pathsOf(others)).toEqual(['notes.txt', 'more.json']);
});

describe('withoutSharedFolders', () => {
  it.each([
    ['a folder of folders', ['photos/bird/0.jpg', 'photos/cat/0.jpg', 'photos/1.jpg'], ['bird/0.jpg', 'cat/0.jpg', '1.jpg']],
    ['folders deeper down', ['a/b/bird/0.jpg', 'a/b/cat/0.jpg'], ['bird/0.jpg', 'cat/0.jpg']],
    ['one folder', ['photos/bird/0.jpg', 'photos/bird/1.jpg'], ['bird/0.jpg', 'bird/1.jpg']],
    ['two folders', ['bird/0.jpg', 'cat/0.jpg'], ['bird/0.jpg', 'cat/0.jpg']],
    ['no folder', ['0.jpg', 'bird/0.jpg'], ['0.jpg', 'bird/0.jpg']],
    ['nothing', [], []],
  ])('%s', (_, paths, expected) => {
    expect(pathsOf(withoutSharedFolders(placed(...paths)))).toEqual(expected);
  });
});

it('counts labels by the folder that each image is in', () => {
  expect([...labelCounts(placed('bird/0.jpg', 'x/bird/1.jpg', 'cat/0.jpg', 'alone.jpg'))]).toEqual([['bird', 2], ['cat', 1]]);
});
