import { Type, type Static } from 'typebox';
import { roles, tokenScopes } from '../../http/access.ts';
import { Id } from '../../http/fields.ts';
import { named, ref } from '../../http/named-schema.ts';

export const SignInRequest = named(
  'SignInRequest',
  Type.Object(
    {
      email: Type.String({ minLength: 1, maxLength: 254, examples: ['experimenter@localhost'] }),
      password: Type.String({ minLength: 1, maxLength: 1024, examples: ['the password printed at the first start'] }),
    },
    { additionalProperties: false },
  ),
);

export const NamedRole = named('AccountRole', Type.Enum([...roles], { description: 'A viewer reads, but sees no platform ids and no payments; an experimenter works; an owner also manages accounts.' }));
export const NamedScope = named('TokenScope', Type.Enum([...tokenScopes], { description: '`read`; `write`: changes; `simulate`: sessions of simulated raters; `recruit`: what touches recruiting platforms and money.' }));

export const ExperimenterView = named('ExperimenterView', Type.Object({ id: Id, email: Type.String(), role: ref(NamedRole) }));
export type ExperimenterView = Static<typeof ExperimenterView>;

const passwordIsShort = Type.Boolean({ description: 'The password has fewer characters than new ones must have: change it with POST /api/account/password.' });

export const SignedInView = named(
  'SignedInView',
  Type.Object({
    experimenter: ref(ExperimenterView),
    token: Type.String({ description: 'The same as in the cookie, for programs: `Authorization: Bearer <token>`. Shown once.' }),
    passwordIsShort,
  }),
);

export const MeView = named('MeView', Type.Object({ experimenter: ref(ExperimenterView), passwordIsShort, tokenName: Type.Union([Type.String(), Type.Null()], { description: 'Of the API token that this was asked with; null: signed in.' }) }));

export const signInSchemas = [SignInRequest, NamedRole, NamedScope, ExperimenterView, SignedInView, MeView];
