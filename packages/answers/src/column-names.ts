/**
 * Columns of the table of trials are named as the code names what is in them, in snake case. These are not, and why:
 * the one list of exceptions, which a test holds the tables against. Null: it has no column of its own there.
 */
export const columnOfProperty: Readonly<Record<string, { readonly column: string | null; readonly because: string }>> = {
  responseId: { column: 'trial_id', because: 'A trial that was answered has one answer: the answer’s id names the row, and items refer to it.' },
  answer: { column: null, because: 'Each task says in columns of its own what is in its answers.' },
  comment: { column: null, because: 'It may be personal: it is in the table of comments only.' },
};

/** `responseTimeMs` becomes `response_time_ms`. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
