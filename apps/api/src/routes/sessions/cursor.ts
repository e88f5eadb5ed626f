import { ApiError } from '../../http/api-error.ts';

/** Where a page of sessions ended. */
export interface Cursor {
  readonly at: Date;
  readonly id: string;
}

export function toCursor({ at, id }: Cursor): string {
  return `${at.getTime()}_${id}`;
}

/** @throws ApiError session.cursor_unreadable */
export function fromCursor(text: string): Cursor {
  const [, time, id] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(text) ?? [];
  if (time === undefined || id === undefined) throw new ApiError('session.cursor_unreadable', `${JSON.stringify(text)} is not where a page of sessions ended.`, { fix: 'Give what the page before says in `next`, or nothing for the first page.' });
  return { at: new Date(Number(time)), id };
}
