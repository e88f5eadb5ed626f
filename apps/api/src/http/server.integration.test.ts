import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

let test: TestApp;
let webDirectory: string;
beforeAll(async () => {
  webDirectory = await mkdtemp(path.join(os.tmpdir(), 'lookalike-web-'));
  test = await startTestApp({ webDirectory });
});
afterAll(() => test.close());

const get = (url: string) => test.app.inject({ url });

describe('the web app', () => {
  it('before it is built, pages say so and the API works', async () => {
    for (const url of ['/', '/s/some-link']) expect((await get(url)).json()).toMatchObject({ status: 503, code: 'server.web_not_built', fix: expect.stringContaining('npm run build') });
    expect((await get('/api/health')).json()).toEqual({ status: 'ok', version: '0.1.0', database: 'ok' });
  });

  it('once built, raters’ links are the rater’s page and every other address outside the API is the console’s; files with a hash in their name may be kept', async () => {
    await mkdir(path.join(webDirectory, '_app/immutable'), { recursive: true });
    await mkdir(path.join(webDirectory, 'rater-assets'), { recursive: true });
    await writeFile(path.join(webDirectory, 'index.html'), '<!doctype html><title>Console</title>');
    await writeFile(path.join(webDirectory, 'rater.html'), '<!doctype html><title>Rater</title>');
    await writeFile(path.join(webDirectory, '_app/immutable/start.abc.js'), 'export {};');
    await writeFile(path.join(webDirectory, 'rater-assets/rater-abc.js'), 'export {};');
    await writeFile(path.join(webDirectory, 'favicon.svg'), '<svg/>');
    const pages = {
      Console: ['/', '/console/studies/1?tab=results', '/studies', '/s-link'],
      Rater: ['/s/some-link', '/s/some-link/?test', '/s/some-link.', '/s/', '/s', '/s/some/link', '/s/index.html', '/s/..%2fconsole'],
    };
    for (const [title, url] of Object.entries(pages).flatMap(([each, urls]) => urls.map((one) => [each, one] as const))) {
      const page = await get(url);
      expect([url, page.statusCode, page.headers['content-type'], page.headers['cache-control']]).toEqual([url, 200, 'text/html; charset=utf-8', 'no-cache']);
      expect([url, page.body]).toEqual([url, `<!doctype html><title>${title}</title>`]);
    }
    for (const url of ['/_app/immutable/start.abc.js', '/rater-assets/rater-abc.js'])
      expect((await get(url)).headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-type': expect.stringContaining('javascript') });
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it('a missing file is missing, and no way leads out of the folder', async () => {
    expect((await get('/_app/immutable/old.js')).json()).toMatchObject({ status: 404, code: 'request.not_found' });
    for (const url of ['/../package.json', '/%2e%2e/%2e%2e/etc/passwd.txt', '/..%2fpackage.json']) expect((await get(url)).statusCode).toBeGreaterThanOrEqual(400);
    expect((await test.app.inject({ method: 'POST', url: '/s/some-link' })).json()).toMatchObject({ status: 404, code: 'request.not_found' });
  });
});

it.each(['/', '/s/some-link'])('the page at %s may run only scripts of this server and be framed by nobody', async (url) => {
  const { headers } = await get(url);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('upgrade-insecure-requests');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin' });
  expect(headers['strict-transport-security']).toBeUndefined();
});

it('the rater’s page has a policy of its own, narrower than the console’s', async () => {
  const [console, rater] = await Promise.all(['/', '/s/some-link'].map(async (url) => (await get(url)).headers));
  expect(console!['content-security-policy']).toContain("img-src 'self' data: blob:;");
  expect(rater!['content-security-policy']).toContain("img-src 'self';");
  expect(rater!['content-security-policy']).toContain("style-src 'self';");
  expect(rater!['permissions-policy']).toContain('camera=()');
});

it('the documentation is at /docs, without a script or style of another host', async () => {
  const page = await get('/docs');
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('swagger-ui');
  for (const [, address] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) expect((await get(String(address))).statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("script-src 'self';");
  expect((await get('/docs/json')).json()).toMatchObject({ openapi: '3.1.0', paths: { '/api/runs': {} } });
});

describe('errors have one form', () => {
  const post = (payload: string, type = 'application/json') => test.app.inject({ method: 'POST', url: '/api/sign-in', payload, headers: { 'content-type': type } });

  it.each([
    ['an unknown address', () => get('/api/nothing'), 404, 'request.not_found'],
    ['text that is not JSON', () => post('{"email":'), 400, 'request.not_json'],
    ['an empty body', () => post(''), 400, 'request.not_json'],
    ['another media type', () => post('a=b', 'text/csv'), 415, 'request.media_type'],
    ['a body that is too large', () => post(JSON.stringify({ email: 'x'.repeat(2_000_000) })), 413, 'request.too_large'],
    ['a body with faults', () => post('{"email":"","more":1}'), 400, 'request.invalid'],
  ])('%s', async (_name, request, status, code) => {
    const reply = await request();
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.json()).toMatchObject({ type: `urn:lookalike:problem:${code}`, title: expect.any(String), status, code, detail: expect.any(String), requestId: reply.headers['x-request-id'] });
  });

  it('an experimenter is told every fault, with its place and what to do; a stranger the first one', async () => {
    const missing = { path: '/networkId', code: 'request.required', message: 'is missing.', fix: 'Add "networkId".' };
    const unknown = { path: '/more', code: 'request.additionalProperties', message: 'is not a known field.', fix: expect.stringContaining('Remove "more"') };
    const told = await test.asExperimenter({ method: 'POST', url: '/api/runs', payload: { imageSetId: 'x', layer: '', more: 1 } });
    expect(told.json().issues).toEqual(expect.arrayContaining([missing, unknown, expect.objectContaining({ path: '/layer', code: 'request.minLength' }), expect.objectContaining({ path: '/imageSetId' })]));
    expect((await post('{"email":"","more":1}')).json().issues).toEqual([{ ...missing, path: '/password', fix: 'Add "password".' }]);
  });
});

it('a stop answers what is under way', async () => {
  const app = await test.restart();
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const { prisma } = test.store;
  const original = prisma.study.findUnique;
  const held: (() => void)[] = [];
  Object.assign(prisma.study, { findUnique: () => new Promise((resolve) => held.push(() => resolve(null))) });
  try {
    const replies = Array.from({ length: 40 }, () => fetch(`${url}/api/rater/studies/some-link`));
    while (held.length < 40) await new Promise((resolve) => setImmediate(resolve));
    const closed = app.close();
    while (app.server.listening) await new Promise((resolve) => setImmediate(resolve));
    for (const answer of held) answer();
    for (const reply of await Promise.all(replies)) {
      expect([reply.status, reply.headers.get('connection')]).toEqual([404, 'close']);
      expect(await reply.json()).toMatchObject({ code: 'rater.study_not_found' });
    }
    await closed;
  } finally {
    Object.assign(prisma.study, { findUnique: original });
  }
});

it('a failure of the server is logged in full and told with nothing but the request’s id', async () => {
  const { prisma } = test.store;
  const original = prisma.experimenter.findUnique;
  Object.assign(prisma.experimenter, { findUnique: () => Promise.reject(new Error('password of the database is hunter2')) });
  const reply = await test.app.inject({ method: 'POST', url: '/api/sign-in', payload: { email: 'a@b', password: 'my secret' } });
  Object.assign(prisma.experimenter, { findUnique: original });
  expect(reply.json()).toMatchObject({ status: 500, code: 'server.failed' });
  expect(reply.body).not.toContain('hunter2');
  const line = test.logLines.find((each) => each.includes('hunter2')) ?? '';
  expect(line).toContain(String(reply.headers['x-request-id']));
  expect(line).not.toContain('my secret');
});
