import type { IriConfiguration } from '../api/views.ts';

/** What people read for the part of a layer that is the representation. */
export const layerPartLabels: Readonly<Record<NonNullable<IriConfiguration['part']>, string>> = {
  all: 'All of it',
  'class-token': 'Class token',
  'token-mean': 'Mean of the image’s tokens',
  'spatial-mean': 'Mean over the map',
};
