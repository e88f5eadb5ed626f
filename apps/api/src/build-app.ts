import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { Settings } from '@lookalike/store';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { bodyLimits, requireBodyLimits } from './http/body-limits.ts';
import { handleErrors } from './http/error-handler.ts';
import { logRequests, newRequestId } from './http/logging.ts';
import { describeApi } from './http/openapi.ts';
import { finishOnClose } from './http/orderly-stop.ts';
import { sendSecurityHeaders, serveDocumentation } from './http/security-headers.ts';
import { endSlowBodies } from './http/slow-bodies.ts';
import { validatorOptions } from './http/validation.ts';
import { serveWebApp } from './http/web-host.ts';
import { registerRoutes, type Services } from './routes/routes.ts';
import { version } from './version.ts';

export interface AppOptions {
  readonly services: Services;
  readonly publicUrl: string;
  readonly webDirectory: string;
  /** Whose word on a sender's address counts, as the setting TRUST_PROXY says. */
  readonly trustProxy?: Settings['trustProxy'];
  /** Made with `loggerOptions`, which keep personal data out of it. */
  readonly logger: FastifyBaseLogger;
}

/** A number says how many proxies in a row are believed, counted from this server. */
function proxiesTrusted(trustProxy: Settings['trustProxy']): false | string[] | ((address: string, hop: number) => boolean) {
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return trustProxy === false ? false : [...trustProxy];
}

/** Puts the server together from its services. It listens to nothing yet: tests use `inject`. */
export async function buildApp({ services, publicUrl, webDirectory, trustProxy = false, logger }: AppOptions): Promise<FastifyInstance> {
  const https = publicUrl.startsWith('https:');
  const app = Fastify({
    loggerInstance: logger,
    trustProxy: proxiesTrusted(trustProxy),
    forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: newRequestId,
    bodyLimit: bodyLimits.none,
    ajv: { customOptions: validatorOptions },
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.decorateRequest('signedIn', null);
  app.decorateRequest('rater', null);
  requireBodyLimits(app);
  app.decorateRequest('auditFacts', null);
  finishOnClose(app);
  endSlowBodies(app);
  handleErrors(app, { webDirectory });
  logRequests(app);
  // Answers of the API are about this moment and this person; files that may be kept say so themselves.
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  await sendSecurityHeaders(app, { https });
  await app.register(cookie);
  // Uploads hold files to their limits themselves: what the limit is depends on the file.
  await app.register(multipart, { throwFileSizeLimit: false });
  await app.register(rateLimit, { global: false });
  await describeApi(app, version);
  await serveDocumentation(app);
  await registerRoutes(app, services, { secureCookie: https });
  await serveWebApp(app, webDirectory);
  await app.ready();
  return app;
}
