import { expect, it } from 'vitest';
import { limitsOf, studyFieldPaths } from './study-fields.ts';

it('every field of the form is a field of a study’s configuration', () => {
  for (const path of studyFieldPaths) expect(() => limitsOf(path), path).not.toThrow();
  expect(() => limitsOf('/trials/nothing')).toThrow('/trials/nothing');
});

it('limits are the schema’s', () => {
  expect(limitsOf('/trials/perNetwork')).toMatchObject({ min: 1, max: 400 });
  expect(limitsOf('/title')).toMatchObject({ maxlength: 120 });
});
