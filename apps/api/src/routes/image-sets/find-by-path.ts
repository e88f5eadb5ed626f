/**
 * Whom a path means among others: the one of that very path, or else the only one that ends with it, so that `0000.jpg` finds `photos/bird/0000.jpg`.
 * @returns undefined where there is none, `'several'` where it may mean several
 */
export function findByPath<T extends { readonly path: string }>(items: readonly T[], path: string): T | 'several' | undefined {
  const exact = items.find((item) => item.path === path);
  if (exact !== undefined) return exact;
  const [found, ...others] = items.filter((item) => item.path.endsWith(`/${path}`));
  return others.length > 0 ? 'several' : found;
}

/** What an image shows by the folder that it is in: `bird` for `photos/bird/0000.jpg`, null for one in no folder. */
export function labelOfPath(path: string): string | null {
  return path.split('/').at(-2) ?? null;
}
