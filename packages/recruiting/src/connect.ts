import { namedArrival } from './arrival.ts';
import type { Platform } from './platform.ts';
import { saidReturn, waitSeconds } from './said-return.ts';

const person = 'participantId';

/** CloudResearch Connect: appends its parameters itself, and takes back by the address of its project page or by a code. */
export const connect: Platform = {
  name: 'connect',
  label: 'CloudResearch Connect',
  identify: (parameters) => namedArrival(parameters, { person, submission: 'assignmentId' }),
  continuesTakenAgain: () => true,
  linkOf: (raterUrl) => raterUrl,
  wayOut(leaving) {
    const { code, returnUrl } = saidReturn(leaving, person);
    const shown = code === undefined ? {} : { code };
    if (returnUrl !== undefined) return { ...shown, redirectUrl: returnUrl, waitSeconds, platform: 'connect', task: 'go_back' };
    if (code !== undefined) return { ...shown, platform: 'connect', task: 'enter_code' };
    // Somebody whose checks failed has done everything: the researcher looks at it there.
    return { platform: 'connect', task: leaving.ending === 'failed_checks' ? 'submit_without_code' : 'return_task' };
  },
};
