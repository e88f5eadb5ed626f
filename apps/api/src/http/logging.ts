import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LoggerOptions } from 'pino';

/** Ids of our own things. A link's token, and whatever else stands in an address, is not among them. */
const loggedParams: readonly string[] = ['networkId', 'imageSetId', 'runId', 'studyId', 'sessionId', 'hash'];

/** Deeper causes are rarely more than a wrapper of the same. */
const maximumCauses = 4;

/**
 * pino's options. What people answered, who they are, their addresses, tokens and passwords never reach the log:
 * requests are logged by route, not by address; errors by name, code, message and stack; known names are redacted.
 */
export function loggerOptions(level: string): LoggerOptions {
  const secrets = ['password', 'token', 'authorization', 'cookie', 'responses', 'platformParameters', 'personKey', 'email'];
  return {
    level,
    redact: { paths: [...secrets, ...secrets.map((name) => `*.${name}`), ...secrets.map((name) => `*.*.${name}`)], censor: '[not logged]' },
    serializers: { err: describeError, req: describeRequest },
  };
}

/** A request's id: ours, not the sender's, so that it is unique and says nothing. */
export const newRequestId = (): string => randomUUID();

/** One line for every request that was answered, in place of Fastify's two. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({ ...describeRequest(request), status: reply.statusCode, durationMs: Math.round(reply.elapsedTime * 10) / 10 }, 'request answered');
  });
}

function describeRequest(request: FastifyRequest): Record<string, unknown> {
  const params = (request.params ?? {}) as Readonly<Record<string, string>>; // Fastify leaves them untyped here.
  const ids = Object.fromEntries(loggedParams.flatMap((name) => (params[name] === undefined ? [] : [[name, params[name]]])));
  return { method: request.method, route: request.routeOptions?.url ?? '(none)', ...ids };
}

/** Databases put values into `detail`, and Prisma the whole query into its messages: neither is taken. */
function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {};
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
  const message = error.name.startsWith('PrismaClient') ? lastLine(error.message) : error.message;
  return { type: error.name, ...code, message, frames, ...(error.cause === undefined || depth >= maximumCauses ? {} : { cause: describeError(error.cause, depth + 1) }) };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
