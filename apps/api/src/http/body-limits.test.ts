import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { openApiDocument } from '../openapi-document.ts';
import { bodyLimits, requireBodyLimits } from './body-limits.ts';

it('a route that takes a body and does not say how large it may be cannot be registered', () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const app = Fastify();
    requireBodyLimits(app);
    expect(() => app.route({ method, url: '/new', handler: async () => null })).toThrow(/\/new takes a body and has no bodyLimit/);
    expect(() => app.route({ method, url: '/new', bodyLimit: bodyLimits.none, handler: async () => null })).not.toThrow();
  }
});

it('every route of the API is registered under that rule', async () => {
  expect(Object.keys(JSON.parse(await openApiDocument()).paths).length).toBeGreaterThan(30);
});
