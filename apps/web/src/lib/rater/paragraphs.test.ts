import { expect, it } from 'vitest';
import { paragraphs } from './paragraphs.ts';

it('empty lines part paragraphs, other line ends stay', () => {
  expect(paragraphs('One.\nTwo.\n\n\n Three. \n')).toEqual([['One.', 'Two.'], ['Three.']]);
  expect(paragraphs('')).toEqual([]);
});
