import type { SessionChangeRequest, SessionListItem } from '../../api/views.ts';

/** What was typed into a session's form and not saved yet; what is absent was not touched, and follows what is stored. */
export interface SessionDraft {
  readonly note?: string;
  /** Null: no bonus. */
  readonly bonus?: number | null;
}

/** What of a session a form changes: only that is sent, so that two people who change different things do not undo each other. */
export function sessionChangesOf(stored: Pick<SessionListItem, 'note' | 'bonus'>, { note = stored.note, bonus = stored.bonus }: SessionDraft): SessionChangeRequest {
  return { ...(note === stored.note ? {} : { note }), ...(bonus === stored.bonus ? {} : { bonus }) };
}
