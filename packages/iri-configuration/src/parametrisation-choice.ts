import { closed } from '@lookalike/schema-issues';
import { Type, type Static } from 'typebox';

/** What the search varies. */
export const ParametrisationChoice = Type.Object(
  { kind: Type.Union([Type.Literal('pixels'), Type.Literal('fourier', { description: 'The decorrelated-colour Fourier spectrum of Olah et al.' })]) },
  closed,
);
export type ParametrisationChoice = Static<typeof ParametrisationChoice>;
