import type { Issue } from '../api/fault.ts';

/** Issues name a field by where it is in the request (`/configuration/trials/…`) or in the configuration (`/trials/…`). */
function withoutPrefix(path: string): string {
  return path.replace(/^\/configuration(?=\/|$)/, '');
}

/** What is wrong with one field, in sentences. @param path JSON pointer within the configuration, or of a request's own field. */
export function issuesAt(issues: readonly Issue[], path: string): readonly string[] {
  return issues.filter((issue) => withoutPrefix(issue.path) === withoutPrefix(path)).map(({ message, fix }) => `${message} ${fix}`.trim());
}

/** The same of a field and all that is in it. */
export function issuesUnder(issues: readonly Issue[], path: string): readonly string[] {
  return issues.filter((issue) => `${withoutPrefix(issue.path)}/`.startsWith(`${withoutPrefix(path)}/`)).map(({ message, fix }) => `${message} ${fix}`.trim());
}

/** Issues that belong to none of the fields on the page: they are shown with the message instead. */
export function issuesElsewhere(issues: readonly Issue[], paths: readonly string[]): readonly Issue[] {
  const shown = new Set(paths.map(withoutPrefix));
  return issues.filter((issue) => !shown.has(withoutPrefix(issue.path)));
}
