import { StudyOperation } from '@lookalike/study';
import { expect, it } from 'vitest';
import { limitsOf, operationLimitsOf, studyFieldPaths, taskLimitsOf } from './study-fields.ts';

it('every field of the form is a field of a study’s configuration', () => {
  for (const path of studyFieldPaths.filter((each) => each !== '/task/name')) expect(() => limitsOf(path), path).not.toThrow();
  for (const name of Object.keys(StudyOperation.properties)) expect(() => operationLimitsOf(`/${name}`), name).not.toThrow();
  expect(() => limitsOf('/trials/nothing')).toThrow('/trials/nothing');
});

it('limits are the schema’s, also where a value may be null', () => {
  expect(limitsOf('/design/perCondition')).toMatchObject({ min: 1, max: 400 });
  expect(limitsOf('/title')).toMatchObject({ maxlength: 120 });
  expect(limitsOf('/presentation/answerLimitMs')).toMatchObject({ min: 500, max: 600_000 });
  expect(operationLimitsOf('/reward/amount')).toMatchObject({ min: 0, max: 10_000 });
  expect(taskLimitsOf('matching', '/setSize')).toMatchObject({ min: 2, max: 6 });
});
