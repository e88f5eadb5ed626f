import type { Column, RowOf } from '../column.ts';
import { trialColumns } from './trial-columns.ts';

const { trial_id, participant_id, session_id, trial_index } = trialColumns;

/** What raters wrote, apart from everything else: it may be personal. */
export const commentColumns = {
  trial_id, participant_id, session_id, trial_index,
  comment: { type: 'text', meaning: 'What the rater wrote after the trial. May be personal: read it before you pass it on.' },
} as const satisfies Readonly<Record<string, Column>>;

export type CommentRow = RowOf<typeof commentColumns>;
