import type { Issue } from '@lookalike/errors';
import { IsArray, IsObject, IsUnion, type TSchema } from 'typebox';
import Value from 'typebox/value';

/**
 * Every fault of a value against a schema of closed objects, as issues. The objects are walked here and only the leaves
 * are given to TypeBox: its own list of errors ends after eight and names missing fields on their parent. In a union the member of
 * an object is chosen by the field `kind`. A field that is `undefined` is absent.
 * @param codePrefix such as `study`: codes are `study.field_missing`, `.field_unknown`, `.out_of_range`, `.wrong_type`.
 */
export function schemaIssues(schema: TSchema, value: unknown, codePrefix: string, path = ''): Issue[] {
  if (IsUnion(schema) && isRecord(value)) {
    const members = schema.anyOf.flatMap((member) => (IsObject(member) && member.properties['kind'] !== undefined ? [{ member, kind: member.properties['kind'] }] : []));
    const chosen = members.find(({ kind }) => Value.Check(kind, value['kind']));
    if (chosen !== undefined) return schemaIssues(chosen.member, value, codePrefix, path);
    if (members.length > 0) {
      return [{ path: `${path}/kind`, code: `${codePrefix}.wrong_type`, message: `Got ${excerpt(value['kind'])}.`, fix: `Expected one of ${members.map(({ kind }) => expectation(kind)).join(', ')}.` }];
    }
  }
  if (IsObject(schema) && isRecord(value)) {
    const known = Object.keys(schema.properties);
    const unknown = Object.keys(value).filter((key) => !known.includes(key));
    return [
      ...unknown.map((key) => unknownField(`${path}/${escapePointer(key)}`, key, known, codePrefix)),
      ...Object.entries(schema.properties).flatMap(([key, member]) =>
        Object.hasOwn(value, key) && value[key] !== undefined
          ? schemaIssues(member, value[key], codePrefix, `${path}/${key}`)
          : schema.required.includes(key) ? [missingField(`${path}/${key}`, member, codePrefix)] : []),
    ];
  }
  if (IsArray(schema) && Array.isArray(value)) {
    return [
      ...value.flatMap((item, index) => schemaIssues(schema.items, item, codePrefix, `${path}/${index}`)),
      ...(Value.Check({ ...schema, items: {} }, value) ? [] : [leafFault(schema, value, codePrefix, path)]),
    ];
  }
  return Value.Check(schema, value) ? [] : [leafFault(schema, value, codePrefix, path)];
}

function leafFault(schema: TSchema, value: unknown, codePrefix: string, path: string): Issue {
  const isTypeFault = Value.Errors(schema, value).some(({ keyword }) => keyword === 'type' || keyword === 'const' || keyword === 'anyOf');
  return {
    path,
    code: `${codePrefix}.${isTypeFault ? 'wrong_type' : 'out_of_range'}`,
    message: `Got ${excerpt(value)}.`,
    fix: `Expected ${expectation(schema)}.${meaning(schema)}`,
  };
}

function missingField(path: string, schema: TSchema, codePrefix: string): Issue {
  return { path, code: `${codePrefix}.field_missing`, message: 'The field is missing.', fix: `Add it: ${expectation(schema)}.${meaning(schema)}` };
}

function unknownField(path: string, key: string, known: readonly string[], codePrefix: string): Issue {
  return { path, code: `${codePrefix}.field_unknown`, message: `There is no field ${excerpt(key)}.`, fix: `Remove it, or use one of: ${known.join(', ')}.` };
}

/** What a schema wants, in words. The keywords are those that TypeBox writes for the kinds that our schemas use. */
function expectation(schema: TSchema): string {
  const { type, const: constant, minLength, maxLength, minItems, maxItems, anyOf, pattern, format } = schema as JsonSchema;
  if (constant !== undefined) return JSON.stringify(constant);
  if (anyOf !== undefined) return `one of ${anyOf.map(expectation).join(', ')}`;
  if (type === 'integer' || type === 'number') {
    return `${type === 'integer' ? 'a whole number' : 'a number'}${bounds(schema as JsonSchema)}`;
  }
  if (type === 'string') return `a text${pattern ?? format ? ` (${format ?? pattern})` : ''}${range(minLength, maxLength, ' characters')}`;
  if (type === 'array') return `a list${range(minItems, maxItems, ' items')}`;
  if (type === 'boolean') return 'true or false';
  return IsObject(schema) ? `an object with ${Object.keys(schema.properties).join(', ')}` : 'something else';
}

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly TSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly description?: string;
}

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  if (exclusiveMinimum === undefined && exclusiveMaximum === undefined) return range(minimum, maximum, '');
  const least = exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : minimum !== undefined && `at least ${minimum}`;
  const most = exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : maximum !== undefined && `at most ${maximum}`;
  return ` ${[least, most].filter((bound) => bound !== false).join(' and ')}`;
}

function range(from: number | undefined, to: number | undefined, unit: string): string {
  if (from !== undefined && to !== undefined) return ` from ${from} to ${to}${unit}`;
  if (to !== undefined) return ` of at most ${to}${unit}`;
  if (from !== undefined) return ` of at least ${from}${unit}`;
  return '';
}

function meaning(schema: TSchema): string {
  const { description } = schema as JsonSchema;
  return description === undefined ? '' : ` ${description}`;
}

function excerpt(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @see RFC 6901, section 3 */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
