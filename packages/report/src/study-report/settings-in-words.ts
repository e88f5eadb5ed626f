/** Settings of any form as `name = value`, one after another, with the path of what lies deeper. */
export function settingsInWords(settings: unknown): string {
  return flat('', settings).join('; ');
}

function flat(path: string, value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [`${path === '' ? '' : `${path} = `}${String(value)}`];
  return Object.entries(value).flatMap(([name, inner]) => flat(path === '' ? name : `${path}.${name}`, inner));
}
