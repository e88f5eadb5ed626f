import { assertNever } from '@lookalike/errors';
import type { Random } from '@lookalike/random';
import { toBytes } from './eight-bit.ts';
import type { SeedKind } from './iri-configuration.ts';

/**
 * Draws the image that a search starts from, rounded to 8 bits: it is shown to raters, so the search starts from exactly
 * what they see.
 * @param size number of values, C·H·W. @param random a source for this image alone.
 * @returns bytes [C, H, W].
 * @see Nanda et al. 2023, released code (super-noise, light-noise, white, black); Feather et al. 2023 (metamer-noise)
 */
export function seedImage(kind: SeedKind, size: number, random: Random): Uint8Array {
  const draw = drawOf(kind, random);
  return toBytes(Float32Array.from({ length: size }, () => Math.min(1, Math.max(0, draw()))));
}

function drawOf(kind: SeedKind, random: Random): () => number {
  switch (kind) {
    case 'super-noise': return () => random.normal();
    case 'light-noise': return () => 0.01 * random.normal();
    case 'metamer-noise': return () => 0.5 + random.normal() / 20;
    case 'white': return () => 1;
    case 'black': return () => 0;
    default: return assertNever(kind);
  }
}
