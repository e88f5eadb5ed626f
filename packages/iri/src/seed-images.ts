import { assertNever } from '@lookalike/errors';
import type { SeedKind } from '@lookalike/iri-configuration';
import type { Random } from '@lookalike/random';
import { toBytes } from './eight-bit.ts';

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

/**
 * Gives every image another one of the set: they are laid in a random circle and each takes the next. Images of equal content count as one,
 * so no image is its own seed.
 * @param hashes content addresses, in any order and with repetitions. @returns for each hash that of its seed.
 */
export function otherTargets(hashes: readonly string[], random: Random): ReadonlyMap<string, string> {
  const circle = random.shuffled([...new Set(hashes)].sort());
  return new Map(circle.map((hash, i) => [hash, circle[(i + 1) % circle.length]!]));
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
