import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { audit, originOf } from '../../http/audit.ts';
import { experimenterOf } from '../../http/authentication.ts';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import type { AuditLogService } from '../audit-log/service.ts';
import { deviceCookie } from '../sign-in/device-cookie.ts';
import { sendSignedIn } from '../sign-in/routes.ts';
import { SignedInView } from '../sign-in/schemas.ts';
import type { SignInService } from '../sign-in/service.ts';
import { AccountChange, AccountList, AccountParams, AccountView, InvitationAcceptance, InvitationList, InvitationLookup, InvitationParams, InvitationRequest, NewInvitationView, OpenInvitationView } from './schemas.ts';
import type { AccountsService } from './service.ts';

const tags = ['accounts'];
const managing = { role: 'owner', scope: 'account' } as const;
const invitationNotFound = [404, '`account.invitation_not_found`: used, taken back, or too old.'] as const;

/** What owners do with accounts. */
export function accountsRoutes(accounts: AccountsService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/accounts', { config: managing, schema: { operationId: 'listAccounts', tags, summary: 'List accounts', response: { 200: ref(AccountList), ...errors(401) } } }, async () => ({ accounts: await accounts.accounts() }));

    app.patch(
      '/accounts/:accountId',
      {
        bodyLimit: bodyLimits.account,
        config: { ...managing, audit: 'account.changed' },
        schema: { operationId: 'changeAccount', tags, summary: 'Change an account’s role, or whether it may be used', params: AccountParams, body: ref(AccountChange), response: { 200: ref(AccountView), ...errors(400, 401, [404, '`account.not_found`'], [409, '`account.last_owner`']) } },
      },
      async (request) => {
        const changed = await accounts.change(request.params.accountId, request.body);
        audit(request, { email: changed.email, ...request.body });
        return changed;
      },
    );

    app.get('/invitations', { config: managing, schema: { operationId: 'listInvitations', tags, summary: 'Invitations that still count', response: { 200: ref(InvitationList), ...errors(401) } } }, async () => ({ invitations: await accounts.invitations() }));

    app.post(
      '/invitations',
      {
        bodyLimit: bodyLimits.account,
        config: { ...managing, audit: 'account.invited' },
        schema: { operationId: 'invite', tags, summary: 'Invite somebody by a link', description: 'The link counts once, for seven days. An earlier one for the same address no longer counts.', body: ref(InvitationRequest), response: { 201: ref(NewInvitationView), ...errors(400, 401, [409, '`account.email_taken`']) } },
      },
      async (request, reply) => {
        const made = await accounts.invite(request.body, experimenterOf(request).email);
        audit(request, { email: made.invitation.email, role: made.invitation.role });
        return reply.code(201).send(made);
      },
    );

    app.delete(
      '/invitations/:invitationId',
      { bodyLimit: bodyLimits.none, config: { ...managing, audit: 'invitation.withdrawn' }, schema: { operationId: 'withdrawInvitation', tags, summary: 'Take an invitation back', params: InvitationParams, response: { 204: Type.Null({ description: 'The link no longer counts.' }), ...errors(400, 401, invitationNotFound) } } },
      async (request, reply) => {
        audit(request, { email: await accounts.withdraw(request.params.invitationId) });
        return reply.code(204).send(null);
      },
    );
  };
}

/** How somebody who was invited gets their account; open to everybody who has a link. */
export function invitationRoutes({ accounts, signIns, auditLog }: { readonly accounts: AccountsService; readonly signIns: SignInService; readonly auditLog: AuditLogService }, options: { secureCookie: boolean }): FastifyPluginAsyncTypebox {
  const limits = { bodyLimit: bodyLimits.password, config: { rateLimit: { max: 60, timeWindow: '1 minute' } } } as const;
  return async (app) => {
    app.post(
      '/invitations/open',
      { ...limits, schema: { operationId: 'openInvitation', tags, summary: 'Whom a link invites', body: ref(InvitationLookup), response: { 200: ref(OpenInvitationView), ...errors(400, 413, invitationNotFound, 429) } } },
      (request) => accounts.openInvitation(request.body.token),
    );

    app.post(
      '/invitations/accept',
      {
        ...limits,
        schema: { operationId: 'acceptInvitation', tags, summary: 'Make the account that a link invites to', description: 'Sets its password and signs in.', body: ref(InvitationAcceptance), response: { 200: ref(SignedInView), ...errors(400, invitationNotFound, 413, [422, '`account.password_too_short`'], 429) } },
      },
      async (request, reply) => {
        const origin = originOf(request);
        const experimenter = await accounts.accept(request.body);
        await auditLog.record({ action: 'invitation.accepted', actor: experimenter.email, token: null, facts: { role: experimenter.role }, ...origin });
        return sendSignedIn(reply, await signIns.signInAs(experimenter, { origin, passwordIsShort: false, deviceCookie: request.cookies[deviceCookie] }), options);
      },
    );
  };
}
