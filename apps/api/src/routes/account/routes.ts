import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { audit } from '../../http/audit.ts';
import { mustBeSignedIn } from '../../http/authentication.ts';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { ApiTokenList, ApiTokenParams, ApiTokenRequest, NewApiTokenView, PasswordChange, SignInList, SignInParams } from './schemas.ts';
import type { AccountService } from './service.ts';

const tags = ['accounts'];
const done = Type.Null({ description: 'Done.' });
/** Everybody has an account of their own to look after; no API token has. */
const own = { role: 'viewer', scope: 'account' } as const;

/** What somebody does with their own account. */
export function accountRoutes(account: AccountService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/account/password',
      {
        bodyLimit: bodyLimits.password,
        config: { ...own, audit: 'password.changed' },
        schema: { operationId: 'changePassword', tags, summary: 'Change the password', description: 'Ends the account’s other sign-ins; API tokens stay.', body: ref(PasswordChange), response: { 204: done, ...errors(400, 401, [403, '`account.password_wrong`'], [422, '`account.password_too_short`'], 429) } },
      },
      async (request, reply) => {
        await account.changePassword(mustBeSignedIn(request), request.body);
        return reply.code(204).send(null);
      },
    );

    app.get('/account/sign-ins', { config: own, schema: { operationId: 'listSignIns', tags, summary: 'Where this account is signed in', response: { 200: ref(SignInList), ...errors(401) } } }, (request) => account.signIns(mustBeSignedIn(request)));

    app.delete(
      '/account/sign-ins/:signInId',
      { bodyLimit: bodyLimits.none, config: { ...own, audit: 'sign_in.ended' }, schema: { operationId: 'endSignIn', tags, summary: 'End one sign-in', params: SignInParams, response: { 204: done, ...errors(400, 401, [404, '`account.sign_in_not_found`']) } } },
      async (request, reply) => {
        await account.endSignIn(mustBeSignedIn(request), request.params.signInId);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/account/end-other-sign-ins',
      { bodyLimit: bodyLimits.none, config: { ...own, audit: 'sign_in.others_ended' }, schema: { operationId: 'endOtherSignIns', tags, summary: 'End all sign-ins but this one', response: { 204: done, ...errors(401) } } },
      async (request, reply) => {
        audit(request, { count: await account.endOtherSignIns(mustBeSignedIn(request)) });
        return reply.code(204).send(null);
      },
    );

    app.get('/account/tokens', { config: own, schema: { operationId: 'listApiTokens', tags, summary: 'API tokens of this account', response: { 200: ref(ApiTokenList), ...errors(401) } } }, async (request) => ({ apiTokens: await account.tokens(mustBeSignedIn(request)) }));

    app.post(
      '/account/tokens',
      { bodyLimit: bodyLimits.apiToken, config: { ...own, audit: 'token.created' }, schema: { operationId: 'createApiToken', tags, summary: 'Make an API token', body: ref(ApiTokenRequest), response: { 201: ref(NewApiTokenView), ...errors(400, 401, [403, '`account.role_missing`: a scope is more than the role allows.']) } } },
      async (request, reply) => {
        const made = await account.createToken(mustBeSignedIn(request), request.body);
        audit(request, { tokenName: made.apiToken.name, scopes: made.apiToken.scopes, expiresAt: made.apiToken.expiresAt });
        return reply.code(201).send(made);
      },
    );

    app.delete(
      '/account/tokens/:tokenId',
      { bodyLimit: bodyLimits.none, config: { ...own, audit: 'token.revoked' }, schema: { operationId: 'revokeApiToken', tags, summary: 'Take an API token back', params: ApiTokenParams, response: { 204: done, ...errors(400, 401, [404, '`account.token_not_found`']) } } },
      async (request, reply) => {
        audit(request, { tokenName: await account.revokeToken(mustBeSignedIn(request), request.params.tokenId) });
        return reply.code(204).send(null);
      },
    );
  };
}
