import type { Issue } from '@lookalike/errors';
import { IsArray, IsObject, IsUnion, type TSchema } from 'typebox';
import Value from 'typebox/value';

/**
 * Every fault of a value against a schema of closed objects, as issues. Objects are walked here, and only leaves are given
 * to TypeBox, whose own list ends after eight faults. Lists are walked too. In a union the member of an object is chosen by the
 * field `kind`.
 * @returns issues with the codes `iri.field_missing`, `iri.field_unknown`, `iri.wrong_value`.
 */
export function schemaIssues(schema: TSchema, value: unknown, path = ''): Issue[] {
  if (IsUnion(schema) && isRecord(value)) {
    const chosen = schema.anyOf.find((member) => IsObject(member) && member.properties['kind'] !== undefined && Value.Check(member.properties['kind'], value['kind']));
    if (chosen !== undefined) return schemaIssues(chosen, value, path);
    const kinds = schema.anyOf.flatMap((member) => (IsObject(member) && member.properties['kind'] !== undefined ? [expectation(member.properties['kind'])] : []));
    return [{ path: `${path}/kind`, code: 'iri.wrong_value', message: `Got ${excerpt(value['kind'])}.`, fix: `Expected one of ${kinds.join(', ')}.` }];
  }
  if (IsObject(schema) && isRecord(value)) {
    const known = Object.keys(schema.properties);
    return [
      ...Object.keys(value).filter((key) => !known.includes(key)).map((key): Issue => ({
        path: `${path}/${escapePointer(key)}`, code: 'iri.field_unknown', message: `There is no field ${excerpt(key)}.`, fix: `Remove it, or use one of: ${known.join(', ')}.`,
      })),
      ...Object.entries(schema.properties).flatMap(([key, member]): Issue[] => {
        if (Object.hasOwn(value, key) && value[key] !== undefined) return schemaIssues(member, value[key], `${path}/${key}`);
        return schema.required.includes(key) ? [{ path: `${path}/${key}`, code: 'iri.field_missing', message: 'The field is missing.', fix: `Add it: ${expectation(member)}.` }] : [];
      }),
    ];
  }
  if (IsArray(schema) && Array.isArray(value)) {
    const { minItems = 0, maxItems = Infinity } = schema as JsonSchema;
    return [
      ...(value.length < minItems || value.length > maxItems ? [{ path, code: 'iri.wrong_value', message: `Got ${value.length} items.`, fix: `Expected ${expectation(schema)}.` }] : []),
      ...value.flatMap((item, index) => schemaIssues(schema.items, item, `${path}/${index}`)),
    ];
  }
  return Value.Check(schema, value) ? [] : [{ path, code: 'iri.wrong_value', message: `Got ${excerpt(value)}.`, fix: `Expected ${expectation(schema)}.` }];
}

/** What a schema wants, in words. */
function expectation(schema: TSchema): string {
  const { type, const: constant, minimum, exclusiveMinimum, maximum, minLength, maxLength, minItems, maxItems, anyOf, description } = schema as JsonSchema;
  const meaning = description === undefined ? '' : ` (${description.replace(/\.$/, '')})`;
  if (constant !== undefined) return JSON.stringify(constant);
  if (anyOf !== undefined) return `one of ${anyOf.map(expectation).join(', ')}`;
  const bounds = [
    minimum !== undefined && `at least ${minimum}`,
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    maximum !== undefined && `at most ${maximum}`,
    minLength !== undefined && `at least ${minLength} character${minLength === 1 ? '' : 's'}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    minItems !== undefined && `at least ${minItems} item${minItems === 1 ? '' : 's'}`,
    maxItems !== undefined && `at most ${maxItems} items`,
  ].filter((bound) => bound !== false).join(', ');
  const noun = type === 'integer' ? 'a whole number' : type === 'number' ? 'a number' : type === 'string' ? 'a text' : type === 'boolean' ? 'true or false' : type === 'array' ? 'a list' : 'an object';
  return `${noun}${bounds === '' ? '' : ` of ${bounds}`.replace('of above', 'above')}${meaning}`;
}

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly TSchema[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly description?: string;
}

function excerpt(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @see RFC 6901, section 3 */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
