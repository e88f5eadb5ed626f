import { Type, type Static } from 'typebox';

/** Which part of a layer is the representation, and what people read for it. packages/graph takes them; packages/iri holds both lists together. */
export const layerPartLabels = {
  all: 'All of it',
  'class-token': 'Class token',
  'token-mean': 'Mean of the image’s tokens',
  'spatial-mean': 'Mean over the map',
} as const;

// What an object literal was written with are its keys.
const parts = Object.keys(layerPartLabels) as (keyof typeof layerPartLabels)[];

export const LayerPart = Type.Enum(parts, { description: 'Which part of the studied layer is the representation: of tokens [N, T, D] the class token or the mean of the image’s tokens, of a map the mean over its places; absent: all of it.' });
export type LayerPart = Static<typeof LayerPart>;
