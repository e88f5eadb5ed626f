import { Type, type TSchema } from 'typebox';
import { expect, it } from 'vitest';
import { schemaIssues } from './index.ts';

const fixOf = (schema: TSchema, value: unknown): string | undefined => schemaIssues(schema, value, 'test')[0]?.fix;

it('says on which side of a bound a number may lie', () => {
  expect(fixOf(Type.Number({ minimum: 1, maximum: 5 }), 0)).toBe('Expected a number from 1 to 5.');
  expect(fixOf(Type.Number({ exclusiveMinimum: 0 }), 0)).toBe('Expected a number above 0.');
  expect(fixOf(Type.Number({ exclusiveMinimum: 0, maximum: 100 }), 0)).toBe('Expected a number above 0 and at most 100.');
  expect(fixOf(Type.Integer({ minimum: 0, exclusiveMaximum: 8 }), 8)).toBe('Expected a whole number at least 0 and below 8.');
});

it('takes the member of a union that its kind names, and names the kinds there are', () => {
  const shape = Type.Union([Type.Object({ kind: Type.Literal('circle'), radius: Type.Number() }), Type.Object({ kind: Type.Literal('dot') })]);
  expect(schemaIssues(shape, { kind: 'circle', radius: 1 }, 'test')).toEqual([]);
  expect(schemaIssues(shape, { kind: 'circle', radius: undefined }, 'test')).toMatchObject([{ path: '/radius', code: 'test.field_missing' }]);
  expect(schemaIssues(shape, { kind: 'square' }, 'test')).toMatchObject([{ path: '/kind', code: 'test.wrong_type', fix: 'Expected one of "circle", "dot".' }]);
});
