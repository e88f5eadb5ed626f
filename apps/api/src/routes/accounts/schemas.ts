import { Type, type Static } from 'typebox';
import { Id, Moment } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';
import { NewPassword } from '../account/schemas.ts';
import { NamedRole } from '../sign-in/schemas.ts';

export const AccountView = named(
  'AccountView',
  Type.Object({ id: Id, email: Type.String(), role: ref(NamedRole), createdAt: Moment, isActive: Type.Boolean(), lastSeenAt: nullable(Type.String({ format: 'date-time', description: 'Where it is signed in, or has API tokens.' })) }),
);
export type AccountView = Static<typeof AccountView>;
export const AccountList = named('AccountList', Type.Object({ accounts: Type.Array(ref(AccountView)) }));
export const AccountParams = Type.Object({ accountId: Id });
export const AccountChange = named(
  'AccountChange',
  Type.Object({ role: Type.Optional(ref(NamedRole)), isActive: Type.Optional(Type.Boolean({ description: 'false ends its sign-ins and takes its tokens back.' })) }, { additionalProperties: false, minProperties: 1 }),
);
export type AccountChange = Static<typeof AccountChange>;

export const InvitationRequest = named('InvitationRequest', Type.Object({ email: Type.String({ pattern: '^[^\\s@]+@[^\\s@]+$', maxLength: 254, examples: ['colleague@lab.example'] }), role: ref(NamedRole) }, { additionalProperties: false }));
export type InvitationRequest = Static<typeof InvitationRequest>;
export const InvitationView = named('InvitationView', Type.Object({ id: Id, email: Type.String(), role: ref(NamedRole), invitedBy: Type.String(), createdAt: Moment, expiresAt: Moment }));
export type InvitationView = Static<typeof InvitationView>;
export const NewInvitationView = named('NewInvitationView', Type.Object({ invitation: ref(InvitationView), url: Type.String({ description: 'To be sent to them. Shown once; it counts once.' }) }));
export const InvitationList = named('InvitationList', Type.Object({ invitations: Type.Array(ref(InvitationView)) }));
export const InvitationParams = Type.Object({ invitationId: Id });

/** Of the link, after the #: it is in no server's log. */
const InvitationToken = Type.String({ pattern: '^[A-Za-z0-9_-]{16,200}$' });
export const InvitationLookup = named('InvitationLookup', Type.Object({ token: InvitationToken }, { additionalProperties: false }));
export const InvitationAcceptance = named('InvitationAcceptance', Type.Object({ token: InvitationToken, password: NewPassword }, { additionalProperties: false }));
export const OpenInvitationView = named('OpenInvitationView', Type.Object({ email: Type.String(), role: ref(NamedRole), invitedBy: Type.String(), expiresAt: Moment }));
export type OpenInvitationView = Static<typeof OpenInvitationView>;

export const accountsSchemas = [AccountView, AccountList, AccountChange, InvitationRequest, InvitationView, NewInvitationView, InvitationList, InvitationLookup, InvitationAcceptance, OpenInvitationView];
