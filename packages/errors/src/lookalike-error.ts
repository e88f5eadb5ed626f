/** Facts about an error, for programs and logs. Never answers of raters, never secrets. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** One fault in something a user wrote: where, which, what is wrong, and what to do. */
export interface Issue {
  /** A JSON pointer into the input, such as `/trials/catch`; `''` is the whole input. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * The base of every error that Lookalike raises on purpose. Each package has one subclass.
 * `code` is stable and dotted (`graph.unknown_operator`); `message` says what was wrong, what was expected and
 * what to do, for a person to read; `details` holds the facts.
 */
export class LookalikeError extends Error {
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(code: string, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}

/** Joins issues into one readable message, one line each. */
export function issuesMessage(issues: readonly Issue[]): string {
  return issues.map(({ path, message, fix }) => `${path === '' ? '(whole input)' : path}: ${message} ${fix}`).join('\n');
}
