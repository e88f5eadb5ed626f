import { Type, type Static, type TSchema } from 'typebox';

/** A schema with a name of its own in the OpenAPI document. */
export type NamedSchema<S extends TSchema = TSchema> = S & { readonly $id: string };

/** Gives a schema its name. Names are unique over the whole API; `shared-schemas.ts` lists them. */
export function named<S extends TSchema>($id: string, schema: S): NamedSchema<S> {
  return { ...schema, $id };
}

/** A schema that a package declares and names, with others of that kind inside it by reference. @throws Error when it has no name */
export function namedByPackage<S extends TSchema>(schema: S): NamedSchema<S> {
  const { $id, ...rest } = JSON.parse(JSON.stringify(schema), (key, value: unknown) => (key !== '' && isNamed(value) ? { $ref: `${value.$id}#`, ...(value.description !== undefined && { description: value.description }) } : value)) as S & { $id?: string };
  if ($id === undefined) throw new Error('A schema of a package needs a name: give it an $id.');
  return named($id, rest as unknown as S);
}

function isNamed(value: unknown): value is { readonly $id: string; readonly description?: string } {
  return typeof value === 'object' && value !== null && '$id' in value && typeof value.$id === 'string';
}

/** Uses a named schema by reference, so that the OpenAPI document and clients made from it have one type for it. */
export function ref<S extends TSchema>(schema: NamedSchema<S>) {
  return Type.Unsafe<Static<S>>({ $ref: `${schema.$id}#` });
}

/** A value that may be absent: `null` in JSON. */
export function nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()]);
}
