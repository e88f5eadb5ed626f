import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import { requireBodyLimits } from './http/body-limits.ts';
import { describeApi } from './http/openapi.ts';
import { registerRoutes, type Services } from './routes/routes.ts';
import { version } from './version.ts';

/** The services are not needed to describe the API, and nothing may use them. */
const noServices = new Proxy({}, { get: () => ({}) }) as Services; // No service is called while routes are registered.

/** Writes the OpenAPI document from the routes' schemas alone: no database, no files. */
export async function openApiDocument(): Promise<string> {
  const app = Fastify();
  requireBodyLimits(app);
  await app.register(cookie);
  await app.register(multipart);
  await describeApi(app, version);
  await registerRoutes(app, noServices, { secureCookie: false });
  await app.ready();
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  return text;
}
