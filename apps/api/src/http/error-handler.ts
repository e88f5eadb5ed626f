import { STATUS_CODES } from 'node:http';
import { LookalikeError } from '@lookalike/errors';
import { isDatabaseTrouble } from '@lookalike/store';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type ApiErrorFacts } from './api-error.ts';
import { statusOfCode, type ApiErrorCode } from './error-status.ts';
import type { Problem } from './problem.ts';
import { serverBusy } from './server-busy.ts';
import { invalidRequest } from './validation.ts';
import { isForConsole, sendConsolePage } from './web-host.ts';

/** What Fastify and its plugins raise by themselves, in our codes. */
const codeOfFrameworkError: Readonly<Record<string, ApiErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.not_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.not_json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_REQ_FILE_TOO_LARGE: 'request.too_large',
  FST_FILES_LIMIT: 'request.too_large',
  FST_PARTS_LIMIT: 'request.too_large',
  FST_FIELDS_LIMIT: 'request.too_large',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'request.media_type',
};

const hiddenText = 'Something went wrong on the server. It has been logged under this request’s id.';

/** Answers every error, thrown by whom it may be, as one problem document; logs what the user must not see. */
export function handleErrors(app: FastifyInstance, { webDirectory }: { webDirectory: string }): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = knownError(error);
    const status = known === undefined ? 500 : statusOfCode(known.code);
    if (status === 503) request.log.warn({ err: error }, 'request put off');
    else if (known === undefined || status >= 500) request.log.error({ err: error }, 'request failed');
    else request.log.info({ code: known.code, status }, 'request refused');
    // A 500 hides its text: it may speak of paths and queries. A 503 is written for the user.
    if (known === undefined || status === 500) return sendProblem(request, reply, 500, { code: 'server.failed', message: hiddenText, facts: { fix: 'Try again; if it stays, tell the operator the request id.' } });
    return sendProblem(request, reply, status, known);
  });

  app.setNotFoundHandler((request, reply) => {
    if (isForConsole(request)) return sendConsolePage(reply, webDirectory);
    const message = `There is no ${request.method} ${pathOf(request)}.`;
    return sendProblem(request, reply, 404, { code: 'request.not_found', message, facts: { fix: 'The API’s addresses are listed at /docs.' } });
  });
}

interface KnownError {
  readonly code: string;
  readonly message: string;
  readonly facts: ApiErrorFacts;
}

function knownError(error: FastifyError): KnownError | undefined {
  if (error instanceof ApiError) return error;
  if (isDatabaseTrouble(error)) return serverBusy('The database does not answer at the moment: it has too much to do, or is away.');
  if (error instanceof LookalikeError) return { code: error.code, message: error.message, facts: {} };
  if (error.validation !== undefined) return invalidRequest(error);
  const code = codeOfFrameworkError[error.code];
  if (code !== undefined) return { code, message: error.message, facts: {} };
  // Other refusals of the framework are about the request; their texts are written for its sender.
  if (error.statusCode === 429) return { code: 'request.too_many', message: error.message, facts: {} };
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return { code: 'request.refused', message: error.message, facts: {} };
  return undefined;
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, status: number, { code, message, facts }: KnownError): FastifyReply {
  const problem: Problem = {
    type: `urn:lookalike:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: message,
    ...(facts.expected === undefined ? {} : { expected: facts.expected }),
    ...(facts.fix === undefined ? {} : { fix: facts.fix }),
    ...(facts.issues === undefined ? {} : { issues: [...facts.issues] }),
    requestId: request.id,
  };
  if (facts.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(facts.retryAfterSeconds));
  // Serialised here: a route's own response schemas must not decide what of an error is seen.
  return reply.code(status).type('application/problem+json').header('cache-control', 'no-store').serializer(JSON.stringify).send(problem);
}

/** Without the query: it may hold identifiers of recruiting platforms. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}
