/**
 * Writes a JSON value so that equal values give equal text: keys sorted by UTF-16 code unit, no white space,
 * `undefined` members left out (RFC 8785, without its number rules beyond JavaScript's own).
 * @throws TypeError for anything JSON cannot hold, NaN and infinities included.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonicalJson: ${value} cannot be written as JSON. Expected a finite number.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`canonicalJson: a ${typeof value} cannot be written as JSON.`);
}
