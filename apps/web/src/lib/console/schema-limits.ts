/** The part of a JSON Schema that a form shows. */
interface FieldSchema {
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly maxItems?: number;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  /** A value or null. */
  readonly anyOf?: readonly FieldSchema[];
}

export interface FieldLimits {
  readonly hint?: string;
  readonly min?: number;
  readonly max?: number;
  readonly maxlength?: number;
}

/** What a schema says about one field, as attributes of a form's field. @param path JSON pointer, such as `/trials/catchCount`; `*` is any item of a list */
export function limitsIn(schema: object, path: string): FieldLimits {
  const { description, minimum, maximum, maxLength } = fieldAt(schema, path);
  return {
    ...(description !== undefined && { hint: description }),
    ...(minimum !== undefined && { min: minimum }),
    ...(maximum !== undefined && { max: maximum }),
    ...(maxLength !== undefined && { maxlength: maxLength }),
  };
}

/** The longest text and the pattern of a text field. What may be empty in a form and not in the schema is for the form to leave out. */
export function textLimitsIn(schema: object, path: string): { readonly maxlength?: number; readonly pattern?: string } {
  const { maxLength, pattern } = fieldAt(schema, path);
  return { ...(maxLength !== undefined && { maxlength: maxLength }), ...(pattern !== undefined && { pattern: fieldPattern(pattern) }) };
}

/** How many items a list may have. */
export function mostItemsIn(schema: object, path: string): number {
  return fieldAt(schema, path).maxItems ?? Number.POSITIVE_INFINITY;
}

function fieldAt(schema: FieldSchema, path: string): FieldSchema & { readonly description?: string } {
  let field: FieldSchema | undefined = schema; // Every TypeBox schema is a JSON Schema.
  for (const key of path.split('/').slice(1)) {
    const within: FieldSchema | undefined = field?.anyOf?.find(({ properties }) => properties !== undefined) ?? field;
    field = key === '*' ? within?.items : within?.properties?.[key];
  }
  if (field === undefined) throw new Error(`The schema has no field ${path}.`);
  const value = field.anyOf?.find(({ type }) => type !== 'null') ?? field;
  return field.description === undefined ? value : { ...value, description: field.description };
}

/** A schema's pattern for a form's field: browsers read those with the flag v, which wants more of what stands in brackets escaped. */
export function fieldPattern(pattern: string): string {
  return pattern.replace(/\[\^?((?:\\.|[^\]\\])*)\]/g, (brackets) => {
    const [, open = '', inside = ''] = /^(\[\^?)([\s\S]*)\]$/.exec(brackets) ?? [];
    return `${open}${inside.replace(/\\.|[(){}/|]|^-|-$/g, (part) => (part.startsWith('\\') ? part : `\\${part}`))}]`;
  });
}
