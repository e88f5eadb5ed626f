import type { ParametrisationChoice } from '@lookalike/iri-configuration';
import { fourierParametrisation } from './fourier.ts';
import type { Parametrisation } from './parametrisation.ts';

/** Makes the parametrisation of images [C, H, W]; nothing for pixels, which stand for themselves. */
export function parametrisationOf({ kind }: ParametrisationChoice, imageShape: readonly [number, number, number]): Parametrisation | undefined {
  return kind === 'fourier' ? fourierParametrisation(imageShape) : undefined;
}
