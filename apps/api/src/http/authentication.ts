import type { RaterSessionRecord } from '@lookalike/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RaterService } from '../routes/rater/service.ts';
import type { ExperimenterView } from '../routes/sign-in/schemas.ts';
import type { SignInService } from '../routes/sign-in/service.ts';
import { onlyReads, requireAccess, type SignedIn } from './access.ts';
import { ApiError } from './api-error.ts';
import { errors } from './problem.ts';

export const signInCookie = 'lookalike_sign_in';
/** Browsers add no header of this name to a form or an image of another site; so with it a request is our own page's. */
export const ownRequestHeader = 'x-lookalike-request';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `requireSignIn` and, where somebody is signed in, by `recogniseSignIn`. */
    signedIn: SignedIn | null;
    /** Set by `requireRater`: the session as it was when the request came. */
    rater: RaterSessionRecord | null;
  }
}

function bearerToken(request: Pick<FastifyRequest, 'headers'>): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{16,200})$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** A hook for routes that are open to everybody and let an account do more. A sign-in that does not hold is as good as none. */
export function recogniseSignIn(signIns: Pick<SignInService, 'signedIn'>) {
  return async (request: FastifyRequest): Promise<void> => {
    const token = bearerToken(request) ?? (request.headers[ownRequestHeader] === undefined ? undefined : request.cookies[signInCookie]);
    if (token !== undefined) request.signedIn = (await signIns.signedIn(token)) ?? null;
  };
}

/**
 * Lets only accounts reach the routes that are registered in this scope, and of them only those whose role and scopes the route's `config`
 * asks for. A route that names no role is an error when the server is put together.
 */
export function requireSignIn(scope: FastifyInstance, signIns: SignInService): void {
  scope.addHook('onRoute', (route) => {
    const { role } = route.config ?? {};
    if (role === undefined) throw new Error(`${String(route.method)} ${route.url} does not say which role it needs. Give it config: { role }.`);
    route.schema = {
      ...route.schema,
      description: [route.schema?.description, `Needs the role ${role}.`].filter((part) => part !== undefined).join('\n\n'),
      security: [{ signInCookie: [] }, { signInToken: [] }],
      response: { ...errors(403), ...(route.schema?.response as object | undefined) }, // Fastify leaves it untyped.
    };
  });
  scope.addHook('onRequest', async (request) => {
    const bearer = bearerToken(request);
    const token = bearer ?? request.cookies[signInCookie];
    const signedIn = token === undefined ? undefined : await signIns.signedIn(token);
    if (signedIn === undefined) {
      throw new ApiError('sign_in.required', 'This needs an experimenter who is signed in.', { fix: 'Sign in with POST /api/sign-in, or on the console’s sign-in page.' });
    }
    if (bearer === undefined && !onlyReads(request.method)) requireOwnRequest(request);
    const { role, scope: needed } = request.routeOptions.config;
    if (role === undefined) throw new Error('This route does not say which role it needs.');
    requireAccess(signedIn, { role, scope: needed ?? (onlyReads(request.method) ? 'read' : 'write') });
    request.signedIn = signedIn;
  });
}

/** Refuses changes that a page of another site may have made a signed-in browser send. @throws ApiError request.header_missing */
function requireOwnRequest(request: FastifyRequest): void {
  if (request.headers[ownRequestHeader] !== undefined) return;
  throw new ApiError('request.header_missing', 'A change with the sign-in cookie needs the header X-Lookalike-Request.', {
    expected: 'X-Lookalike-Request: 1',
    fix: 'Send the header, or use `Authorization: Bearer <token>` instead of the cookie.',
  });
}

/** Who makes a request behind `requireSignIn`. */
export function mustBeSignedIn(request: FastifyRequest): SignedIn {
  if (request.signedIn === null) throw new Error('This route is not behind requireSignIn.');
  return request.signedIn;
}

/** The account of a request behind `requireSignIn`. */
export function experimenterOf(request: FastifyRequest): ExperimenterView {
  return mustBeSignedIn(request).experimenter;
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
