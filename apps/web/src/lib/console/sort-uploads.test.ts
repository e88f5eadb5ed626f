import { expect, it } from 'vitest';
import { sortUploads } from './sort-uploads.ts';

it('finds images and attribution by their names, and says what is left out', () => {
  const named = ['a.PNG', 'b.jpeg', 'attribution.json', 'notes.txt', 'more.json'].map((name) => ({ name }));
  const { images, attribution, others } = sortUploads(named);
  expect(images.map(({ name }) => name)).toEqual(['a.PNG', 'b.jpeg']);
  expect(attribution?.name).toBe('attribution.json');
  expect(others.map(({ name }) => name)).toEqual(['notes.txt', 'more.json']);
});
