import type { RaterSessionRecord } from '@lookalike/store';
import type { FastifyRequest } from 'fastify';
import type { RaterService } from '../routes/rater/service.ts';
import type { ExperimenterView } from '../routes/sign-in/schemas.ts';
import type { SignInService } from '../routes/sign-in/service.ts';
import { ApiError } from './api-error.ts';

export const signInCookie = 'lookalike_sign_in';
/** Browsers add no header of this name to a form or an image of another site; so with it a request is our own page's. */
export const ownRequestHeader = 'x-lookalike-request';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `requireExperimenter`. */
    signedIn: { readonly experimenter: ExperimenterView; readonly token: string } | null;
    /** Set by `requireRater`: the session as it was when the request came. */
    rater: RaterSessionRecord | null;
  }
}

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

function bearerToken(request: Pick<FastifyRequest, 'headers'>): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{16,200})$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** A hook that lets only signed-in experimenters through, by cookie or by bearer token. */
export function requireExperimenter(signIns: SignInService) {
  return async (request: FastifyRequest): Promise<void> => {
    const bearer = bearerToken(request);
    const token = bearer ?? request.cookies[signInCookie];
    const experimenter = token === undefined ? undefined : await signIns.experimenterOf(token);
    if (token === undefined || experimenter === undefined) {
      throw new ApiError('sign_in.required', 'This needs an experimenter who is signed in.', { fix: 'Sign in with POST /api/sign-in, or on the console’s sign-in page.' });
    }
    if (bearer === undefined && !readingMethods.has(request.method)) requireOwnRequest(request);
    request.signedIn = { experimenter, token };
  };
}

/** A hook for routes that are open to everybody and let a signed-in experimenter do more. A sign-in that does not hold is as good as none. */
export function recogniseExperimenter(signIns: SignInService) {
  return async (request: FastifyRequest): Promise<void> => {
    const bearer = bearerToken(request);
    const token = bearer ?? (request.headers[ownRequestHeader] === undefined ? undefined : request.cookies[signInCookie]);
    const experimenter = token === undefined ? undefined : await signIns.experimenterOf(token);
    if (token !== undefined && experimenter !== undefined) request.signedIn = { experimenter, token };
  };
}

/** Refuses changes that a page of another site may have made a signed-in browser send. @throws ApiError request.header_missing */
function requireOwnRequest(request: FastifyRequest): void {
  if (request.headers[ownRequestHeader] !== undefined) return;
  throw new ApiError('request.header_missing', 'A change with the sign-in cookie needs the header X-Lookalike-Request.', {
    expected: 'X-Lookalike-Request: 1',
    fix: 'Send the header, or use `Authorization: Bearer <token>` instead of the cookie.',
  });
}

/** The signed-in experimenter of a request behind `requireExperimenter`. */
export function experimenterOf(request: FastifyRequest): ExperimenterView {
  if (request.signedIn === null) throw new Error('This route is not behind requireExperimenter.');
  return request.signedIn.experimenter;
}

/** The token of a request behind `requireExperimenter`. */
export function experimenterToken(request: FastifyRequest): string {
  if (request.signedIn === null) throw new Error('This route is not behind requireExperimenter.');
  return request.signedIn.token;
}

/** A hook that lets only the rater of the address's session through, before anything of the body is read. */
export function requireRater(raters: Pick<RaterService, 'authorised'>) {
  return async (request: FastifyRequest): Promise<void> => {
    const token = bearerToken(request);
    if (token === undefined) {
      throw new ApiError('rater.token_missing', 'The session’s token is missing.', {
        expected: 'Authorization: Bearer <token>',
        fix: 'Send the token that entering the study gave.',
      });
    }
    const { sessionId = '' } = request.params as Readonly<Record<string, string>>; // Fastify leaves them untyped here, and unchecked.
    request.rater = await raters.authorised({ sessionId, token });
  };
}

/** The session of a request behind `requireRater`. */
export function raterOf(request: FastifyRequest): RaterSessionRecord {
  if (request.rater === null) throw new Error('This route is not behind requireRater.');
  return request.rater;
}
