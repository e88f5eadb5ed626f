import { RecruitingError } from '../../recruiting-error.ts';
import { isObject, askProlific, type ProlificAccess } from './request.ts';

/** A list that is longer than this goes round in circles. */
const mostPages = 1000;

/** Reads a list to its end. What comes twice because the list moved meanwhile is there once. @param path with a stable ordering in its query */
export async function readAllPages<T extends { readonly id: string }>(access: ProlificAccess, path: string, read: (json: unknown) => T): Promise<readonly T[]> {
  const found = new Map<string, T>();
  let next: string | undefined = path;
  for (let page = 1; next !== undefined; page++) {
    if (page > mostPages) throw new RecruitingError('platform.unreachable', `Prolific’s list does not end after ${mostPages} pages.`);
    // A page past the end is 404 there.
    const { status, json } = await askProlific(access, { method: 'GET', path: next, mayRepeat: true }, page === 1 ? [] : [404]);
    if (status === 404) break;
    const results = isObject(json) && Array.isArray(json['results']) ? (json['results'] as readonly unknown[]) : [];
    for (const each of results.map(read)) found.set(each.id, each);
    next = results.length === 0 ? undefined : nextPage(json, path, page);
  }
  return [...found.values()];
}

/** Where the next page is: as the list says, or by its number where it says nothing of it. */
function nextPage(json: unknown, path: string, page: number): string | undefined {
  const links = isObject(json) ? json['_links'] : undefined;
  if (isObject(links)) {
    const next = links['next'];
    return isObject(next) && typeof next['href'] === 'string' && next['href'] !== '' ? next['href'] : undefined;
  }
  return `${path}${path.includes('?') ? '&' : '?'}page=${page + 1}`;
}
