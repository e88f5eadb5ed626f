import { Type, type Static } from 'typebox';
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

export const ExperimenterView = named('ExperimenterView', Type.Object({ id: Id, email: Type.String() }));
export type ExperimenterView = Static<typeof ExperimenterView>;

export const SignedInView = named(
  'SignedInView',
  Type.Object({
    experimenter: ref(ExperimenterView),
    token: Type.String({ description: 'The same as in the cookie, for programs: `Authorization: Bearer <token>`. Shown once.' }),
  }),
);

export const MeView = named('MeView', Type.Object({ experimenter: ref(ExperimenterView) }));

export const signInSchemas = [SignInRequest, ExperimenterView, SignedInView, MeView];
