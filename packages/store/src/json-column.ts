import type { Prisma } from './generated/client.ts';

/**
 * Hands a value of ours to a JSON column. Prisma's input type wants index signatures, which interfaces do not have;
 * what JSON cannot hold is refused by the callers' schemas before it comes here.
 */
export function toJson(value: object): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

/** Takes back what `toJson` put there. Only the functions of this package write these columns, each with one type. */
export function fromJson<T>(value: Prisma.JsonValue): T {
  return value as T;
}

/** `fromJson` for a column that may be empty. */
export function fromNullableJson<T>(value: Prisma.JsonValue | null): T | undefined {
  return value === null ? undefined : (value as T);
}
