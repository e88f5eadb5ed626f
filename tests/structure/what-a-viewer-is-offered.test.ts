import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operationsIn, rolesByOperation } from './asked-of-the-api.ts';
import { importsOfFiles } from './imports.ts';

const root = join(import.meta.dirname, '..', '..');
const imports = importsOfFiles(root);
const files = [...imports.keys()].filter((file) => /^apps\/web\/src\/(lib\/console|routes\/console)\/.*\.(svelte|ts)$/.test(file) && !file.endsWith('.test.ts'));
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const roles = rolesByOperation(root);

/** Pages of the console that only serve a change. */
const pagesOfChanges = ['/console/runs/new', '/console/studies/new', '/edit', '/recruiting'];
const leadsToChange = (text: string): boolean => Array.from(text.matchAll(/href=["{'].*?(\/console[^"'`?]*)/g), ([, address]) => address!).some((address) => pagesOfChanges.some((page) => address.endsWith(page)));
const refusedToViewers = (text: string): readonly string[] => operationsIn(text).filter((operation) => roles.get(operation) !== undefined && roles.get(operation) !== 'viewer');

/** Whether a file asks who is signed in before it shows what viewers are refused, or stands only within files that do. */
function asksWho(file: string): boolean {
  if (/\b(useMayChange|mayChange|mayManage)\b|<OnlyFor\b/.test(textOf(file))) return true;
  const within = files.filter((other) => imports.get(other)?.includes(file));
  return within.length > 0 && within.every(asksWho);
}

it('knows what the console asks of the API, and which role each needs', () => {
  const asked = files.flatMap((file) => operationsIn(textOf(file)));
  expect(roles.get('POST /api/studies/{}/launch')).toBe('experimenter');
  expect(asked).toEqual(expect.arrayContaining(['POST /api/studies/{}/launch', 'POST /api/studies/{}/recruiting/export', 'GET /api/studies/{}/payments.csv', 'GET /api/audit-log']));
  const open = ['POST /api/sign-in', 'POST /api/invitations/open', 'POST /api/invitations/accept'];
  expect(asked.filter((operation) => !roles.has(operation) && !open.includes(operation))).toEqual([]);
});

it('a viewer is offered nothing that the API then refuses: every file that asks for more than reading asks who is signed in', () => {
  const concerned = files.filter((file) => refusedToViewers(textOf(file)).length > 0 || leadsToChange(textOf(file)));
  expect(concerned.length).toBeGreaterThan(25);
  expect(concerned.filter((file) => !asksWho(file)).map((file) => [file, ...refusedToViewers(textOf(file))])).toEqual([]);
});
