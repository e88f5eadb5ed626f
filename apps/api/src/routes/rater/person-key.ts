/**
 * Parameters that say who somebody is, in the exact spelling of the platforms: Prolific, MTurk, CloudResearch Connect,
 * Sona. The first one present counts. An id in a link proves nothing; it only brings the same person to the same session.
 */
const identifyingParameters = ['PROLIFIC_PID', 'workerId', 'participantId', 'SURVEY_CODE', 'survey_code', 'rater'] as const;

/** MTurk's preview: nobody yet. */
const placeholders: ReadonlySet<string> = new Set(['', 'ASSIGNMENT_ID_NOT_AVAILABLE']);

/** What the same person of a recruiting platform always has; undefined for somebody who comes with a plain link. */
export function personKeyOf(kind: string, parameters: Readonly<Record<string, string>>): string | undefined {
  for (const name of identifyingParameters) {
    const value = parameters[name];
    if (value !== undefined && !placeholders.has(value)) return `${kind}:${name}:${value}`;
  }
  return undefined;
}

/** Where a finished rater's browser goes, for platforms that want it back; undefined for the others. */
export function returnUrl(parameters: Readonly<Record<string, string>>, completionCode: string): string | undefined {
  if (parameters['PROLIFIC_PID'] === undefined) return undefined;
  return `https://app.prolific.com/submissions/complete?cc=${encodeURIComponent(completionCode)}`;
}
