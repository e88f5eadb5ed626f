import { Type, type Static } from 'typebox';
import { closed } from '../closed.ts';
import { fourierParametrisation } from './fourier.ts';
import type { Parametrisation } from './parametrisation.ts';

/** What the search varies. */
export const ParametrisationChoice = Type.Object(
  { kind: Type.Union([Type.Literal('pixels'), Type.Literal('fourier', { description: 'The decorrelated-colour Fourier spectrum of Olah et al.' })]) },
  closed,
);
export type ParametrisationChoice = Static<typeof ParametrisationChoice>;

/** Makes the parametrisation of images [C, H, W]; nothing for pixels, which stand for themselves. */
export function parametrisationOf({ kind }: ParametrisationChoice, imageShape: readonly [number, number, number]): Parametrisation | undefined {
  return kind === 'fourier' ? fourierParametrisation(imageShape) : undefined;
}
