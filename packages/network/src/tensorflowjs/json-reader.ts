import { GraphError } from '@lookalike/graph';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject { readonly [key: string]: Json | undefined }

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function malformed(what: string, because: string): GraphError {
  return new GraphError('graph.malformed_tensorflowjs', `The TensorFlow.js model is not well formed: ${what} ${because}. Convert the network again.`, { what });
}

/** An object that must be there. @throws graph.malformed_tensorflowjs */
export function objectAt(value: Json | undefined, what: string): JsonObject {
  if (!isObject(value)) throw malformed(what, 'must be an object');
  return value;
}

/** @throws graph.malformed_tensorflowjs */
export function listAt(value: Json | undefined, what: string): readonly Json[] {
  if (!isList(value)) throw malformed(what, 'must be a list');
  return value;
}

/** @throws graph.malformed_tensorflowjs */
export function textAt(value: Json | undefined, what: string): string {
  if (typeof value !== 'string') throw malformed(what, 'must be text');
  return value;
}

/** No network has values with more axes. */
const mostAxes = 64;

/** The sizes of a shape. @throws graph.malformed_tensorflowjs */
export function shapeAt(value: Json | undefined, what: string): readonly number[] {
  const sizes = listAt(value, what);
  if (sizes.length > mostAxes) throw malformed(what, `has ${sizes.length} axes`);
  if (!sizes.every((size) => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0)) throw malformed(what, `[${sizes.slice(0, 10).map(String).join(', ')}] is not a shape`);
  return sizes as readonly number[];
}
