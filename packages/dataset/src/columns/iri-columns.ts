import type { Column, RowOf } from '../column.ts';

const notGenerated = 'no IRI could be made';

/** The columns of a table of IRIs, one row per target, in order. Names are those of the file; units are in the names. */
export const iriColumns = {
  target_id: { type: 'text', meaning: 'The target: path of its file within the folder of images.' },
  target_hash: { type: 'text', meaning: 'SHA-256 of the target’s pixels as the network takes them, row by row, 8-bit RGB.', missing: 'the file could not be read' },
  status: { type: 'text', allowed: ['accepted', 'rejected', 'failed'], meaning: 'accepted: passed the audit’s gate. rejected: did not, and must not be shown. failed: there is no IRI.' },
  reason: { type: 'text', meaning: 'Why it was rejected or failed: a stable code.', missing: 'it was accepted' },
  network_hash: { type: 'text', meaning: 'SHA-256 of the network’s file.' },
  layer: { type: 'text', meaning: 'The layer whose representation the IRI shares with its target.' },
  objective: { type: 'text', meaning: 'The objective that the IRI was made with, such as regularizer-free.' },
  seed_kind: { type: 'text', meaning: 'What the search started from, such as super-noise.' },
  surrogate_gradient: { type: 'text', meaning: 'How the gradient of the search was not the slope of what the network computes, such as quantised-activations.', missing: 'it was the slope, but for what the configuration asks for' },
  random_seed: { type: 'text', meaning: 'The seed of all that was drawn.' },
  configuration_hash: { type: 'text', meaning: 'SHA-256 of the configuration as canonical JSON.' },
  iri_file: { type: 'text', meaning: 'The IRI, a PNG file, relative to this file.', missing: notGenerated },
  iri_hash: { type: 'text', meaning: 'SHA-256 of the IRI’s file.', missing: notGenerated },
  seed_file: { type: 'text', meaning: 'The image that the search started from, a PNG file.', missing: notGenerated },
  seed_hash: { type: 'text', meaning: 'SHA-256 of the seed’s file.', missing: notGenerated },
  representation_distance: { type: 'number', minimum: 0, meaning: 'd = ‖g(IRI) − g(target)‖ / ‖g(target)‖ of the 8-bit file.', missing: notGenerated },
  unrounded_distance: { type: 'number', minimum: 0, meaning: 'd before the image was rounded to 8 bits.', missing: notGenerated },
  seed_distance: { type: 'number', minimum: 0, meaning: 'd of the seed.', missing: notGenerated },
  null_percentile: { type: 'number', minimum: 0, maximum: 1, meaning: 'Share of the null distribution (d of random image pairs of the set) at or below d.', missing: notGenerated },
  step_count: { type: 'integer', minimum: 0, meaning: 'Steps of the search.' },
  best_step: { type: 'integer', minimum: 0, meaning: 'After how many of them the IRI was found.', missing: notGenerated },
  duration_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'Time from the image’s first step to its last, in a batch with others.' },
  device: { type: 'text', meaning: 'What computed it, with its version.', missing: 'the search did not begin' },
} as const satisfies Readonly<Record<string, Column>>;

/** One target and its IRI. */
export type IriRow = RowOf<typeof iriColumns>;
