import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { enteredRater } from '../testing/rater.ts';
import { launchStudyOf } from '../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { worstBody } from '../testing/worst-body.ts';
import { bodyLimits } from './body-limits.ts';

// What the worst body of every route costs, counted: bytes that JSON.parse was given, and faults that were looked for
// and told. Time is measured by `npm run bench:hostile`.

let test: TestApp;
/** The ids that addresses need. */
let ids: Readonly<Record<string, string>>;
let raterToken: string;
beforeAll(async () => {
  test = await startTestApp();
  const { studyId, linkToken } = await launchStudyOf(test);
  const rater = await enteredRater(test.app, linkToken);
  raterToken = rater.token;
  ids = { studyId, linkToken, sessionId: rater.sessionId, runId: studyId, networkId: studyId };
});
afterAll(() => test.close());

/** 900 kB that were 20 s of work once. */
const flood = `{"responses":[${'{},'.repeat(300_000)}{}]}`;

interface BodyRoute {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly openTo: 'anybody' | 'raters' | 'experimenters';
  readonly takesJson: boolean;
}

/** Every route that takes a body, as the running server documents them. */
function routesWithBody(): BodyRoute[] {
  const { paths = {} } = test.app.swagger();
  return Object.entries(paths).flatMap(([path, operations]) =>
    (['POST', 'PUT', 'PATCH', 'DELETE'] as const).flatMap((method): BodyRoute[] => {
      const operation = operations?.[method.toLowerCase() as 'post'];
      if (operation === undefined) return [];
      const security = JSON.stringify(operation.security ?? []);
      const openTo = security.includes('raterToken') ? 'raters' : security.includes('signIn') ? 'experimenters' : 'anybody';
      return [{ method, path, openTo, takesJson: JSON.stringify(operation.requestBody ?? {}).includes('application/json') }];
    }),
  );
}

/** Sends a body, and counts the bytes of it that were parsed. */
async function send({ method, path }: BodyRoute, payload: string, by: BodyRoute['openTo'] | 'anybody') {
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'missing');
  const request = { method, url, payload, headers: { 'content-type': 'application/json', ...(by === 'raters' ? { authorization: `Bearer ${raterToken}` } : {}) } };
  if (by === 'experimenters') await test.asExperimenter({ url: '/api/me' }); // Signs in first: that is not part of the count.
  const parse = vi.spyOn(JSON, 'parse');
  try {
    const reply = await (by === 'experimenters' ? test.asExperimenter(request) : test.app.inject(request));
    const parsedBytes = parse.mock.calls.reduce((sum, [text]) => sum + (text === payload ? text.length : 0), 0);
    return { status: reply.statusCode, issueCount: reply.json<{ issues?: unknown[] }>().issues?.length ?? 0, parsedBytes };
  } finally {
    parse.mockRestore();
  }
}

it('nobody who may not use a route has a byte of a body read', async () => {
  const routes = routesWithBody();
  expect(routes.length).toBeGreaterThan(15);
  for (const route of routes) {
    if (route.openTo !== 'anybody') expect({ route, ...(await send(route, flood, 'anybody')) }).toEqual({ route, status: 401, issueCount: 0, parsedBytes: 0 });
  }
});

it('900 kB are read for nobody whose route does not need them', async () => {
  for (const route of routesWithBody()) {
    if (route.path.endsWith('/preprocessing')) continue; // A mask in figures may be as long.
    expect({ route, ...(await send(route, flood, route.openTo)) }).toEqual({ route, status: 413, issueCount: 0, parsedBytes: 0 });
  }
  const nowhere = await test.app.inject({ method: 'POST', url: '/api/nothing', payload: flood, headers: { 'content-type': 'application/json' } });
  expect(nowhere.statusCode).toBe(413);
});

describe('the largest body that is read, all of it wrong', () => {
  it.each([
    ['/api/sign-in', bodyLimits.signIn],
    ['/api/invitations/open', bodyLimits.password],
    ['/api/invitations/accept', bodyLimits.password],
    ['/api/rater/studies/{linkToken}/sessions', bodyLimits.entry],
    ['/api/rater/sessions/{sessionId}/consent', bodyLimits.step],
    ['/api/rater/sessions/{sessionId}/screen', bodyLimits.step],
    ['/api/rater/sessions/{sessionId}/picture-stuck', bodyLimits.step],
    ['/api/rater/sessions/{sessionId}/responses', bodyLimits.answers],
  ])('%s: the first fault is told', async (path, limit) => {
    const route = routesWithBody().find((each) => each.path === path);
    if (route === undefined) throw new Error(`no route ${path}`);
    for (const payload of worstBody(path, limit)) {
      const { status, issueCount, parsedBytes } = await send(route, payload, route.openTo);
      expect({ status, parsedBytes }).toEqual({ status: 400, parsedBytes: payload.length });
      // A union of two forms has the first fault of each, and its own.
      expect(issueCount).toBeLessThanOrEqual(path.endsWith('/responses') ? 3 : 1);
    }
  });

  it.each([
    ['/api/studies', bodyLimits.study],
    ['/api/runs', bodyLimits.run],
    ['/api/networks/{networkId}', bodyLimits.tags],
    ['/api/networks/{networkId}/preprocessing', bodyLimits.preprocessing],
  ])('%s: an experimenter is told as many faults as anybody reads', async (path, limit) => {
    const route = routesWithBody().find((each) => each.path === path);
    if (route === undefined) throw new Error(`no route ${path}`);
    for (const payload of worstBody(path, limit)) {
      const { status, issueCount } = await send(route, payload, 'experimenters');
      expect(status).toBe(400);
      expect(issueCount).toBeGreaterThan(1);
      expect(issueCount).toBeLessThanOrEqual(50);
    }
  });

  it('no route that is open to strangers or raters is missing here', () => {
    const open = routesWithBody().filter(({ openTo, takesJson }) => openTo !== 'experimenters' && takesJson).map(({ path }) => path);
    expect(open.sort()).toEqual(['/api/invitations/accept', '/api/invitations/open', '/api/rater/sessions/{sessionId}/consent', '/api/rater/sessions/{sessionId}/picture-stuck', '/api/rater/sessions/{sessionId}/responses', '/api/rater/sessions/{sessionId}/screen', '/api/rater/studies/{linkToken}/sessions', '/api/sign-in']);
  });
});
