import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { experimenterOf, experimenterToken, signInCookie } from '../../http/authentication.ts';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { MeView, SignedInView, SignInRequest } from './schemas.ts';
import type { SignInService } from './service.ts';

const tags = ['sign-in'];

/** Signing in; open to everybody. */
export function signInRoutes(signIns: SignInService, { secureCookie }: { secureCookie: boolean }): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/sign-in',
      {
        bodyLimit: bodyLimits.signIn,
        schema: {
          operationId: 'signIn',
          tags,
          summary: 'Sign an experimenter in',
          description: 'Sets the cookie `lookalike_sign_in`, and answers with the same token for programs.',
          body: ref(SignInRequest),
          response: {
            200: ref(SignedInView),
            ...errors(400, 413, [401, '`sign_in.wrong`: no such account, or another password.'], [429, '`sign_in.too_many`: too many wrong passwords for this account from this address.']),
          },
        },
      },
      async (request, reply) => {
        const { experimenter, token, expiresAt } = await signIns.signIn(request.body.email, request.body.password, request.ip);
        reply.setCookie(signInCookie, token, { httpOnly: true, sameSite: 'lax', path: '/', secure: secureCookie, expires: expiresAt });
        return { experimenter, token };
      },
    );
  };
}

/** What a signed-in experimenter can do with the sign-in itself. */
export function signedInRoutes(signIns: SignInService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/sign-out',
      { bodyLimit: bodyLimits.none, schema: { operationId: 'signOut', tags, summary: 'End this sign-in', response: { 204: Type.Null({ description: 'The token no longer works.' }), ...errors(401, 403) } } },
      async (request, reply) => {
        await signIns.signOut(experimenterToken(request));
        reply.clearCookie(signInCookie, { path: '/' });
        return reply.code(204).send(null);
      },
    );
    app.get('/me', { schema: { operationId: 'getMe', tags, summary: 'Who is signed in', response: { 200: ref(MeView), ...errors(401) } } }, async (request) => ({
      experimenter: experimenterOf(request),
    }));
  };
}
