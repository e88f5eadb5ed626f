import { namedArrival } from './arrival.ts';
import { placeheldLink } from './placeheld-link.ts';
import type { Platform } from './platform.ts';
import { saidReturn, waitSeconds } from './said-return.ts';
import { defaultProlific } from './default-settings.ts';

const person = 'PROLIFIC_PID';
/** The submission's id. */
const submission = 'SESSION_ID';

/** Where a participant's browser hands in the submission with a code. */
export function prolificReturn(code: string): string {
  return `https://app.prolific.com/submissions/complete?cc=${encodeURIComponent(code)}`;
}

/** Prolific: every ending can have a code of its own, which says there what is to become of the submission. */
export const prolific: Platform = {
  name: 'prolific',
  label: 'Prolific',
  identify: (parameters) => namedArrival(parameters, { person, submission }),
  continuesTakenAgain: ({ prolific: { takenAgain } = defaultProlific }) => takenAgain === 'continue',
  linkOf: (raterUrl) => placeheldLink(raterUrl, [person, 'STUDY_ID', submission].map((name) => [name, `{{%${name}%}}`])),
  wayOut(leaving) {
    const { code, returnUrl } = saidReturn(leaving, person);
    const redirectUrl = returnUrl ?? (code === undefined ? undefined : prolificReturn(code));
    if (redirectUrl !== undefined) return { ...(code === undefined ? {} : { code }), redirectUrl, waitSeconds, platform: 'prolific', task: 'go_back' };
    // Who has done everything is not asked to give it back: a person looks at the submission.
    return { platform: 'prolific', task: leaving.ending === 'failed_checks' ? 'submit_without_code' : 'return_task' };
  },
};
