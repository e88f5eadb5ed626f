import { closed } from '@lookalike/schema-issues';
import { Type, type Static } from 'typebox';

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

/** What people read for each kind that needs no image of theirs, and whether an image can have other seeds of the kind. */
export const seedKinds: { readonly [Kind in Exclude<SeedImage['kind'], 'image'>]: { readonly label: string; readonly isDrawnAnew: boolean } } = {
  'super-noise': { label: 'Super noise: N(0, 1)', isDrawnAnew: true },
  'light-noise': { label: 'Light noise: 0.01 · N(0, 1)', isDrawnAnew: true },
  'metamer-noise': { label: 'Metamer noise: 0.5 + N(0, 1) / 20', isDrawnAnew: true },
  white: { label: 'White', isDrawnAnew: false },
  black: { label: 'Black', isDrawnAnew: false },
  'other-target': { label: 'Another image of the set', isDrawnAnew: false },
};

/** Whether an image can have other seeds of this kind. */
export function isDrawnAnew({ kind }: SeedImage): boolean {
  return kind !== 'image' && seedKinds[kind].isDrawnAnew;
}
