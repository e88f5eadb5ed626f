import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { originOf } from '../../http/audit.ts';
import { mustBeSignedIn, signInCookie } from '../../http/authentication.ts';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { deviceCookie } from './device-cookie.ts';
import { MeView, SignedInView, SignInRequest } from './schemas.ts';
import type { NewlySignedIn, SignInService } from './service.ts';

const tags = ['sign-in'];
const deviceCookieSeconds = 365 * 24 * 60 * 60;

/** Gives a browser its cookies, and a program its token. */
export function sendSignedIn(reply: FastifyReply, { experimenter, token, expiresAt, passwordIsShort, deviceCookie: device }: NewlySignedIn, { secureCookie }: { secureCookie: boolean }) {
  const attributes = { httpOnly: true, sameSite: 'lax', secure: secureCookie } as const;
  reply.setCookie(signInCookie, token, { ...attributes, path: '/', expires: expiresAt });
  reply.setCookie(deviceCookie, device, { ...attributes, path: '/api', maxAge: deviceCookieSeconds });
  return { experimenter, token, passwordIsShort };
}

/** Signing in; open to everybody. */
export function signInRoutes(signIns: SignInService, options: { secureCookie: boolean }): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/sign-in',
      {
        bodyLimit: bodyLimits.signIn,
        schema: {
          operationId: 'signIn',
          tags,
          summary: 'Sign an experimenter in',
          description: 'Sets the cookie `lookalike_sign_in`, and answers with the same token for programs; API tokens (`POST /api/account/tokens`) are better for those. `lookalike_device` tells this browser from others behind the same address.',
          body: ref(SignInRequest),
          response: {
            200: ref(SignedInView),
            ...errors(400, [401, '`sign_in.wrong`: no such account, or another password.'], 413, [429, '`sign_in.too_many`: too many wrong passwords for this account from this device, or from strangers.']),
          },
        },
      },
      async (request, reply) => {
        const { email, password } = request.body;
        return sendSignedIn(reply, await signIns.signIn({ email, password, origin: originOf(request), deviceCookie: request.cookies[deviceCookie] }), options);
      },
    );
  };
}

/** What somebody who is signed in can do with the sign-in itself. */
export function signedInRoutes(signIns: SignInService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/sign-out',
      { bodyLimit: bodyLimits.none, config: { role: 'viewer', scope: 'account', audit: 'sign_in.ended' }, schema: { operationId: 'signOut', tags, summary: 'End this sign-in', response: { 204: Type.Null({ description: 'The token no longer works.' }), ...errors(401) } } },
      async (request, reply) => {
        await signIns.signOut(mustBeSignedIn(request));
        reply.clearCookie(signInCookie, { path: '/' });
        return reply.code(204).send(null);
      },
    );
    app.get('/me', { config: { role: 'viewer' }, schema: { operationId: 'getMe', tags, summary: 'Who is signed in', response: { 200: ref(MeView), ...errors(401) } } }, async (request) => {
      const { experimenter, passwordIsShort, tokenName } = mustBeSignedIn(request);
      return { experimenter, passwordIsShort, tokenName };
    });
  };
}
