import type { Column, RowOf } from '../column.ts';
import { trialColumns } from './trial-columns.ts';

const { study_id, participant_id, session_id, phase, round, task, role, is_excluded, is_test, is_simulated } = trialColumns;

/** One IRI (or foil) that an answered trial showed: the table that scores of every task can be computed from. */
export const itemColumns = {
  trial_id: { type: 'text', meaning: 'The answered trial, as in the table of trials. Items of one trial were answered together: keep them together when resampling.' },
  item_index: { type: 'integer', minimum: 0, meaning: 'Place of the item in its trial, in the order in which the task shows them.' },
  study_id, participant_id, session_id, phase, round, task, role,
  condition_id: { type: 'text', meaning: 'The condition that the image is of.', missing: 'it is of none' },
  condition_name: { type: 'text', meaning: 'Name of the condition.', missing: 'it is of none' },
  iri_id: { type: 'text', meaning: 'The IRI, or what stands in its place in a reference condition.', missing: 'it is a foil' },
  target_id: { type: 'text', meaning: 'Its target. The same for every condition, so it crosses conditions.' },
  target_label: { type: 'text', meaning: 'Label of the target in its image set.', missing: 'the target has none' },
  outcome: { type: 'number', minimum: 0, maximum: 1, meaning: 'What the answer is worth: 1 where people see as the network does. Its mean over scored items of the main phase is a condition’s score.', missing: 'nothing is scored, or the time ran out' },
  chance: { type: 'number', minimum: 0, maximum: 1, meaning: 'The outcome that guessing gives on average.', missing: 'there is no outcome' },
  said: { type: 'text', meaning: 'What the rater said of it, in the task’s words; none where the time ran out.' },
  is_excluded, is_test, is_simulated,
} as const satisfies Readonly<Record<string, Column>>;

export type ItemRow = RowOf<typeof itemColumns>;
