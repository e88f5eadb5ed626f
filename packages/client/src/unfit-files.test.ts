import { expect, it } from 'vitest';
import { unfitFiles } from './unfit-files.ts';

it('files can be left out where nothing else is wrong', () => {
  const issue = (path: string, code: string) => ({ path, code, message: '', fix: '' });
  const [bad, twice, row] = [issue('a.png', 'images.not_an_image'), issue('b.png', 'images.repeated'), issue('labels.csv:2', 'images.label_of_missing_file')];
  expect(unfitFiles({ code: 'images.refused', issues: [bad, twice] })).toEqual([bad, twice]);
  expect(unfitFiles({ code: 'images.refused', issues: [bad, row] })).toEqual([]);
  expect(unfitFiles({ code: 'archive.ratio', issues: [bad] })).toEqual([]);
  expect(unfitFiles(undefined)).toEqual([]);
});
