import type { Column, RowOf } from '../column.ts';

const noRun = 'the condition has no generation run';

/** What the study compares. Factors have a column each: `factor_layer` and so on. */
export const conditionColumns = {
  condition_id: { type: 'text', meaning: 'Identifies the row: the content address of what the condition is.' },
  name: { type: 'text', meaning: 'Name of the condition; unique in the study.' },
  reference: { type: 'text', allowed: ['original', 'seed', 'other-image'], meaning: 'What stands in the place of an IRI: the target itself (the ceiling), its seed, or another image (the floor).', missing: 'the condition shows IRIs' },
  network_name: { type: 'text', meaning: 'The network, as it was named at launch.', missing: 'the condition has no network' },
  network_file_hash: { type: 'text', meaning: 'SHA-256 of the network’s file.', missing: 'the condition has no network' },
  layer: { type: 'text', meaning: 'The layer whose representation an IRI shares with its target.', missing: noRun },
  iri_configuration: { type: 'text', meaning: 'How the IRIs were made: objective, seeds, optimiser, gate, random seed; as JSON.', missing: noRun },
  preprocessing: { type: 'text', meaning: 'What is done to images before the network takes them, as JSON.', missing: noRun },
  total_count: { type: 'integer', minimum: 0, meaning: 'Images that an IRI was wanted for.', missing: noRun },
  accepted_count: { type: 'integer', minimum: 0, meaning: 'IRIs that passed the gate.', missing: noRun },
  shown_count: { type: 'integer', minimum: 0, meaning: 'Stimuli that the study can show.' },
} as const satisfies Readonly<Record<string, Column>>;

export type ConditionRow = RowOf<typeof conditionColumns>;
