import { Type, type Static, type TSchema } from 'typebox';

/** A schema with a name of its own in the OpenAPI document. */
export type NamedSchema<S extends TSchema = TSchema> = S & { readonly $id: string };

/** Gives a schema its name. Names are unique over the whole API; `shared-schemas.ts` lists them. */
export function named<S extends TSchema>($id: string, schema: S): NamedSchema<S> {
  return { ...schema, $id };
}

/** Uses a named schema by reference, so that the OpenAPI document and clients made from it have one type for it. */
export function ref<S extends TSchema>(schema: NamedSchema<S>) {
  return Type.Unsafe<Static<S>>({ $ref: `${schema.$id}#` });
}

/** A value that may be absent: `null` in JSON. */
export function nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()]);
}
