import { Type, type Static } from 'typebox';
import { closed } from './closed.ts';

/** What the search varies. */
export const ParametrisationChoice = Type.Object(
  { kind: Type.Union([Type.Literal('pixels'), Type.Literal('fourier', { description: 'The decorrelated-colour Fourier spectrum of Olah et al.' })]) },
  closed,
);
export type ParametrisationChoice = Static<typeof ParametrisationChoice>;
