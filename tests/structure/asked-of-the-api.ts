import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Role = 'viewer' | 'experimenter' | 'owner';

/** The least role of each operation that needs a sign-in, by `GET /api/studies/{}`: what stands in braces has no name here. From the API's own document. */
export function rolesByOperation(root: string): ReadonlyMap<string, Role> {
  const { paths } = JSON.parse(readFileSync(join(root, 'apps/api/openapi.json'), 'utf8')) as { paths: Readonly<Record<string, Readonly<Record<string, { description?: string }>>>> }; // The document is our own.
  return new Map(Object.entries(paths).flatMap(([path, operations]) => Object.entries(operations).flatMap(([method, { description = '' }]) => {
    const role = /Needs the role (viewer|experimenter|owner)\./.exec(description)?.[1] as Role | undefined; // One of these three.
    return role === undefined ? [] : [[`${method.toUpperCase()} ${unnamed(path)}`, role] as const];
  })));
}

/** The operations that a file of the web app asks for, or leads a browser to. */
export function operationsIn(text: string): readonly string[] {
  return [
    ...Array.from(text.matchAll(/\bapi\.(GET|POST|PUT|PATCH|DELETE)\('([^']+)'/g), ([, method, path]) => `${method} ${unnamed(path!)}`),
    ...Array.from(text.matchAll(/\bupload<.*?>\(['`](\/api\/[^'`]+)['`]/g), ([, path]) => `POST ${unnamed(path!)}`),
    ...Array.from(text.matchAll(/\bhref=["'`](\/api\/[^"'`?]+)/g), ([, path]) => `GET ${unnamed(path!)}`),
  ];
}

function unnamed(path: string): string {
  return path.replaceAll(/\$?\{[^}]*\}/g, '{}');
}
