import type { Column, RowOf } from '../column.ts';

const notMeasured = 'it is not an IRI of a generation run';
const notAudited = 'no network has measured it';

/** Every IRI of every condition, accepted or not, and what stands in their place in conditions without a run. */
export const stimulusColumns = {
  condition_id: { type: 'text', meaning: 'The condition that it is of.' },
  condition_name: { type: 'text', meaning: 'Name of the condition.' },
  iri_id: { type: 'text', meaning: 'The IRI, or what stands in its place. Unique within a condition.' },
  target_id: { type: 'text', meaning: 'Its target.' },
  target_name: { type: 'text', meaning: 'Name of the target’s file in its image set.', missing: 'it is not known' },
  target_label: { type: 'text', meaning: 'Label of the target in its image set.', missing: 'the target has none' },
  is_accepted: { type: 'boolean', meaning: 'Whether it passed its run’s gate; true for what no gate judges.' },
  rejection_reason: { type: 'text', meaning: 'Why it did not: a stable code.', missing: 'it was accepted' },
  is_shown: { type: 'boolean', meaning: 'Whether the study can show it: frozen at launch.' },
  is_named_by_network: { type: 'boolean', meaning: 'Whether the network names the target’s class for it.', missing: 'it is not known' },
  query_hash: { type: 'text', meaning: 'SHA-256 of its PNG file.' },
  target_hash: { type: 'text', meaning: 'SHA-256 of the target’s PNG file, as the network takes it.' },
  seed_hash: { type: 'text', meaning: 'SHA-256 of the seed’s PNG file.', missing: 'it has no known seed' },
  original_hash: { type: 'text', meaning: 'SHA-256 of the target’s own file, at its full size.', missing: 'the study does not use it' },
  representation_distance: { type: 'number', minimum: 0, meaning: 'd = ‖g(IRI) − g(target)‖ / ‖g(target)‖ of the 8-bit file.', missing: notAudited },
  unrounded_distance: { type: 'number', minimum: 0, meaning: 'd before the image was rounded to 8 bits.', missing: notMeasured },
  seed_distance: { type: 'number', minimum: 0, meaning: 'd of the seed.', missing: notMeasured },
  null_percentile: { type: 'number', minimum: 0, maximum: 1, meaning: 'Share of the null distribution (d of random image pairs of the set) at or below d.', missing: notAudited },
  step_count: { type: 'integer', minimum: 0, meaning: 'Steps of the search.', missing: notMeasured },
  duration_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'Time from the image’s first step to its last, in a batch with others.', missing: notMeasured },
  planned_count: { type: 'integer', minimum: 0, meaning: 'How often the plans of the study’s places show it.' },
} as const satisfies Readonly<Record<string, Column>>;

export type StimulusRow = RowOf<typeof stimulusColumns>;
