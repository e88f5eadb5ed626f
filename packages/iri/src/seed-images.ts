import { assertNever } from '@lookalike/errors';
import type { Random } from '@lookalike/random';
import { Type, type Static } from 'typebox';
import { closed } from './closed.ts';
import { toBytes } from './eight-bit.ts';

/** Seeds that are drawn. */
export const SeedKind = Type.Union([
  Type.Literal('super-noise', { description: 'N(0, 1), clamped to [0, 1]' }),
  Type.Literal('light-noise', { description: '0.01 · N(0, 1), clamped to [0, 1]' }),
  Type.Literal('metamer-noise', { description: '0.5 + N(0, 1) / 20, clamped to [0, 1]' }),
  Type.Literal('white'),
  Type.Literal('black'),
]);
export type SeedKind = Static<typeof SeedKind>;

/** What a search starts from. */
export const SeedImage = Type.Union([
  Type.Object({ kind: SeedKind }, closed),
  Type.Object({ kind: Type.Literal('other-target', { description: 'Another image of the set; each is the seed of one other, in random order.' }) }, closed),
  Type.Object({ kind: Type.Literal('image'), sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the pixels of the image that is the seed of every target.' }) }, closed),
]);
export type SeedImage = Static<typeof SeedImage>;

/** Whether an image can have other seeds of this kind. */
export function isDrawnAnew({ kind }: SeedImage): boolean {
  return kind === 'super-noise' || kind === 'light-noise' || kind === 'metamer-noise';
}

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
