import { unfilledParameters } from './placeholders.ts';
import type { Platform } from './platform.ts';
import { prolificReturn } from './prolific.ts';
import { saidReturn, waitSeconds } from './said-return.ts';

/** Parameters that say who somebody is, in the exact spelling of the platforms. The first one present counts. */
const identifying = ['PROLIFIC_PID', 'workerId', 'participantId', 'SURVEY_CODE', 'survey_code', 'rater'] as const;

/** A link for anybody. Who comes by it from a platform whose parameter we know is still the same person at every visit. */
export const link: Platform = {
  name: 'link',
  label: 'A link',
  identify(parameters) {
    if (parameters['assignmentId'] === 'ASSIGNMENT_ID_NOT_AVAILABLE') return { kind: 'preview' };
    const unfilled = unfilledParameters(parameters);
    if (unfilled.length > 0) return { kind: 'unfilled', parameters: unfilled };
    for (const name of identifying) {
      const value = parameters[name]?.trim();
      if (value === undefined || value === '') continue;
      const submission = name === 'PROLIFIC_PID' ? parameters['SESSION_ID'] : undefined;
      return { kind: 'person', person: `${name}:${value}`, ...(submission === undefined || submission === '' ? {} : { submission }) };
    }
    return { kind: 'nobody' };
  },
  continuesTakenAgain: () => true,
  linkOf: (raterUrl) => raterUrl,
  wayOut(leaving) {
    const { ending, parameters } = leaving;
    const { code, returnUrl } = saidReturn(leaving, identifying.find((name) => parameters[name] !== undefined));
    const fromProlific = parameters['PROLIFIC_PID'] !== undefined;
    const redirectUrl = returnUrl ?? (fromProlific && code !== undefined ? prolificReturn(code) : undefined);
    const shown = code === undefined ? {} : { code };
    if (redirectUrl !== undefined) return { ...shown, redirectUrl, waitSeconds, task: 'go_back' };
    if (code !== undefined) return { ...shown, task: 'enter_code' };
    return { task: ending === 'full' || ending === 'closed' || Object.keys(parameters).length === 0 ? 'nothing' : 'return_task' };
  },
};
