/** Gives what was made for a key before, or makes it. */
export type Remember<Value> = (key: string, make: () => Value) => Value;

/**
 * Keeps the last `limit` values that were asked for, each made once. A promise that fails is not kept, so that the next
 * who asks tries again.
 */
export function remembered<Value>(limit: number): Remember<Value> {
  const values = new Map<string, Value>();
  return (key, make) => {
    const known = values.get(key);
    const value = known ?? make();
    if (known === undefined && value instanceof Promise) value.catch(() => values.delete(key));
    // A map is in the order of setting: what was asked for last is forgotten last.
    values.delete(key);
    values.set(key, value);
    const [oldest] = values.keys();
    if (values.size > limit && oldest !== undefined) values.delete(oldest);
    return value;
  };
}
