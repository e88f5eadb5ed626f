import { Type, type Static } from 'typebox';
import { shortestPassword } from '@lookalike/secrets';
import { tokenScopes } from '../../http/access.ts';
import { Id, Moment } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';
import { NamedScope } from '../sign-in/schemas.ts';

/** Of a password that is set now. Its length is checked by the service, which says what to do. */
export const NewPassword = Type.String({ minLength: 1, maxLength: 1024, description: `At least ${shortestPassword} characters, of whatever kind.`, examples: ['four words that nobody says'] });

export const PasswordChange = named('PasswordChange', Type.Object({ presentPassword: Type.String({ minLength: 1, maxLength: 1024 }), newPassword: NewPassword }, { additionalProperties: false }));

export const SignInView = named(
  'SignInView',
  Type.Object({
    id: Id,
    isThis: Type.Boolean({ description: 'The one that asks.' }),
    device: Type.String({ description: 'What the browser or program calls itself.' }),
    address: Type.String(),
    createdAt: Moment,
    lastUsedAt: Moment,
    expiresAt: Moment,
  }),
);
export const SignInList = named('SignInList', Type.Object({ signIns: Type.Array(ref(SignInView)), idleDays: Type.Integer({ description: 'A sign-in that is not used for so long ends.' }) }));
export type SignInList = Static<typeof SignInList>;
export const SignInParams = Type.Object({ signInId: Id });

export const longestTokenDays = 366;
export const ApiTokenRequest = named(
  'ApiTokenRequest',
  Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 100, examples: ['nightly export'] }),
      scopes: Type.Array(ref(NamedScope), { minItems: 1, maxItems: tokenScopes.length, uniqueItems: true }),
      days: Type.Integer({ minimum: 1, maximum: longestTokenDays, description: 'How long it counts.' }),
    },
    { additionalProperties: false },
  ),
);
export type ApiTokenRequest = Static<typeof ApiTokenRequest>;
export const ApiTokenView = named('ApiTokenView', Type.Object({ id: Id, name: Type.String(), scopes: Type.Array(Type.String()), createdAt: Moment, lastUsedAt: nullable(Moment), expiresAt: Moment }));
export type ApiTokenView = Static<typeof ApiTokenView>;
export const NewApiTokenView = named('NewApiTokenView', Type.Object({ token: Type.String({ description: 'Shown once: only its hash is kept.' }), apiToken: ref(ApiTokenView) }));
export const ApiTokenList = named('ApiTokenList', Type.Object({ apiTokens: Type.Array(ref(ApiTokenView)) }));
export const ApiTokenParams = Type.Object({ tokenId: Id });

export const accountSchemas = [PasswordChange, SignInView, SignInList, ApiTokenRequest, ApiTokenView, NewApiTokenView, ApiTokenList];
