import { namedArrival } from './arrival.ts';
import type { Ending } from './ending.ts';
import { placeheldLink } from './placeheld-link.ts';
import type { Leaving, Platform } from './platform.ts';
import { filledUrl, saidReturn, waitSeconds } from './said-return.ts';
import { defaultSona } from './default-settings.ts';
import type { RecruitingSettings } from './settings.ts';

/** Sona knows only the credit: who came, and did not just leave, has it. */
const credited: ReadonlySet<Ending> = new Set(['completed', 'failed_checks', 'screened_out', 'practice_not_passed']);

/** Whether an ending has the credit. */
function hasSonaCredit(ending: Ending, { sona: { creditsWithdrawn } = defaultSona }: RecruitingSettings): boolean {
  return credited.has(ending) || (ending === 'withdrawn' && creditsWithdrawn);
}

export interface SonaCredit {
  readonly school: string;
  readonly experimentId: string;
  readonly surveyCode: string;
}

/** What the server is to credit at an ending; undefined where the ending has none, or the study does not say where. */
export function sonaCreditOf({ ending, settings, parameters }: Omit<Leaving, 'completionCode'>): SonaCredit | undefined {
  const { school, experimentId, parameter } = settings.sona ?? defaultSona;
  const surveyCode = parameters[parameter]?.trim() ?? '';
  if (settings.platform !== 'sona' || school === '' || experimentId === '' || surveyCode === '' || !hasSonaCredit(ending, settings)) return undefined;
  return { school, experimentId, surveyCode };
}

/** Sona Systems: one anonymous code a sign-up, and a credit that the server gives, or the browser where the study says its address. */
export const sona: Platform = {
  name: 'sona',
  label: 'Sona',
  identify: (parameters, { sona: { parameter } = defaultSona }) => namedArrival(parameters, { person: parameter }),
  continuesTakenAgain: () => true,
  linkOf: (raterUrl, { sona: { parameter } = defaultSona }) => placeheldLink(raterUrl, [[parameter, '%SURVEY_CODE%']]),
  wayOut(leaving) {
    const { parameter } = leaving.settings.sona ?? defaultSona;
    const { returnUrl } = saidReturn(leaving, parameter);
    if (returnUrl !== undefined) {
      // As Sona shows it, the completion address ends in survey_code=XXXX.
      const redirectUrl = returnUrl.replace(/([?&]survey_code=)XXXX(?=&|$)/, (_, before: string) => filledUrl(`${before}{person}`, { person: leaving.parameters[parameter] ?? '' }));
      return { redirectUrl, waitSeconds, platform: 'sona', task: 'go_back' };
    }
    return { platform: 'sona', task: hasSonaCredit(leaving.ending, leaving.settings) ? 'wait_for_credit' : leaving.ending === 'timed_out' ? 'nothing' : 'cancel_sign_up' };
  },
};
