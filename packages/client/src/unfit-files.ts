import type { components } from './schema.d.ts';

type Issue = components['schemas']['ProblemIssue'];

/** What a single file can be refused for; without it the rest may be fit. */
const faultsOfFiles: ReadonlySet<string> = new Set(['images.not_an_image', 'images.truncated', 'images.repeated', 'images.file_too_large', 'images.too_large', 'images.too_small', 'images.path_unsafe']);

/** The files without which a refused image set may go through, named in `leaveOut`; none where anything else is wrong with it too. */
export function unfitFiles(refusal: { readonly code: string | undefined; readonly issues: readonly Issue[] } | undefined): readonly Issue[] {
  if (refusal?.code !== 'images.refused') return [];
  return refusal.issues.every(({ code }) => faultsOfFiles.has(code)) ? refusal.issues : [];
}
