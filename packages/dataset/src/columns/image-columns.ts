import type { Column, RowOf } from '../column.ts';

/** The images that the targets are made of, with whom to thank for them. */
export const imageColumns = {
  target_id: { type: 'text', meaning: 'Identifies the row: the target, as in the other tables.' },
  name: { type: 'text', meaning: 'Name of its file in its image set.' },
  image_set: { type: 'text', meaning: 'Name of the image set.' },
  label: { type: 'text', meaning: 'What the image set says it shows.', missing: 'it says nothing' },
  file_hash: { type: 'text', meaning: 'SHA-256 of the file as it was uploaded.' },
  width_px: { type: 'integer', unit: 'px', minimum: 1, meaning: 'Width of the file.' },
  height_px: { type: 'integer', unit: 'px', minimum: 1, meaning: 'Height of the file.' },
  attribution: { type: 'text', meaning: 'Whose it is.', missing: 'nobody said' },
  licence: { type: 'text', meaning: 'Under which licence it may be used.', missing: 'nobody said' },
  source: { type: 'text', meaning: 'Where it is from.', missing: 'nobody said' },
} as const satisfies Readonly<Record<string, Column>>;

export type ImageRow = RowOf<typeof imageColumns>;
