/**
 * How long everybody waits while the server handles the worst body of a route: the longest ordinary request (a rater's
 * sign of life) meanwhile, beside an ordinary request of the same run when nothing else happens.
 *
 *   npm run bench:hostile
 *
 * Writes `bench/results/hostile.json`. `ratio` is the pause / an ordinary request, both medians over the rounds; the first row is the
 * same with another sign of life in place of a worst body, which is as near to 1 as it can be. `flood` is 900 kB of `{}` without a token,
 * as a stranger sends; the other bodies are as large as their route reads, all of it wrong, sent by whoever may.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bodyLimits } from '../apps/api/src/http/body-limits.ts';
import { worstBody } from '../apps/api/src/testing/worst-body.ts';
import { startProcess } from '../packages/store/src/testing/start-process.ts';
import { median, rounded } from './statistics.ts';

const rounds = 15;
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'lookalike-hostile-'));
const database = startProcess(join(root, 'packages/store/src/testing/embedded-database-process.ts'), ['memory']);
const { databaseUrl } = await database.json(({ databaseUrl }) => databaseUrl !== undefined);
const server = startProcess(join(import.meta.dirname, 'hostile/server.ts'), [String(databaseUrl), folder]);
const { url, ids, raterToken, experimenterToken } = (await server.json(({ event }) => event === 'ready')) as { url: string; ids: Record<string, string>; raterToken: string; experimenterToken: string };

const flood = `{"responses":[${'{},'.repeat(300_000)}{}]}`;
const heartbeat = { method: 'POST', path: '/api/rater/sessions/{sessionId}/heartbeat', token: raterToken };
interface Hostile {
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly body?: string;
  readonly name: string;
}
const worst = (method: string, path: string, limit: number, token?: string): Hostile[] =>
  worstBody(path, limit).map((body) => ({ method, path, body, name: 'all of it wrong', ...(token === undefined ? {} : { token }) }));
const hostiles: Hostile[] = [
  { ...heartbeat, name: 'an ordinary request' },
  ...['/api/rater/sessions/{sessionId}/responses', '/api/rater/studies/{linkToken}/sessions', '/api/sign-in', '/api/studies', '/api/nothing'].map((path) => ({ method: 'POST', path, body: flood, name: 'flood' })),
  ...worst('POST', '/api/sign-in', bodyLimits.signIn),
  ...worst('POST', '/api/rater/studies/{linkToken}/sessions', bodyLimits.entry),
  ...worst('POST', '/api/rater/sessions/{sessionId}/consent', bodyLimits.step, raterToken),
  ...worst('POST', '/api/rater/sessions/{sessionId}/screen', bodyLimits.step, raterToken),
  ...worst('POST', '/api/rater/sessions/{sessionId}/responses', bodyLimits.answers, raterToken),
  ...worst('POST', '/api/runs', bodyLimits.run, experimenterToken),
  ...worst('PATCH', '/api/networks/{networkId}', bodyLimits.tags, experimenterToken),
  ...worst('PATCH', '/api/studies/{studyId}/operation', bodyLimits.operation, experimenterToken),
  ...worst('POST', '/api/studies', bodyLimits.study, experimenterToken),
  ...worst('PUT', '/api/networks/{networkId}/preprocessing', bodyLimits.preprocessing, experimenterToken),
];

for (let request = 0; request < 200; request++) await send(heartbeat); // Until everything is compiled.
const ordinary: number[] = [];
const pauses = hostiles.map((): number[] => []);
const statuses: number[] = [];
for (let round = 0; round < rounds; round++) {
  for (const [index, hostile] of hostiles.entries()) {
    for (let request = 0; request < 5; request++) ordinary.push(await timed(() => send(heartbeat)));
    pauses[index]!.push(await pauseBeside(async () => void (statuses[index] = await send(hostile))));
  }
}
await server.stop('SIGKILL');
await database.stop('SIGKILL');
rmSync(folder, { recursive: true });

const ordinaryMs = median(ordinary);
const rows = hostiles.map(({ method, path, body = '', name }, index) => ({
  request: `${method} ${path}`, body: name, bytes: body.length, status: statuses[index], ordinaryMs: rounded(ordinaryMs), pauseMs: rounded(median(pauses[index]!)), ratio: rounded(median(pauses[index]!) / ordinaryMs),
}));
const environment = { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node, rounds, measuredOn: new Date().toISOString().slice(0, 10) };
const results = join(import.meta.dirname, 'results');
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'hostile.json'), `${JSON.stringify({ environment, rows }, undefined, 2)}\n`);
console.table(rows);

/** Ordinary requests one after another while `work` is done. @returns the longest of them, in ms */
async function pauseBeside(work: () => Promise<void>): Promise<number> {
  let isDone = false;
  const done = work().finally(() => (isDone = true));
  let longest = 0;
  do longest = Math.max(longest, await timed(() => send(heartbeat)));
  while (!isDone);
  await done;
  return longest;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** @returns the status */
async function send({ method, path, token, body }: Omit<Hostile, 'name'>): Promise<number> {
  const reply = await fetch(`${url}${path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '')}`, {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body }),
  }).catch(() => undefined); // Refused and cut off while it was still being sent: that is an answer too.
  await reply?.arrayBuffer().catch(() => undefined);
  return reply?.status ?? 0;
}
