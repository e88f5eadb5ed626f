import { namedArrival } from './arrival.ts';
import { placeheldLink } from './placeheld-link.ts';
import type { Platform } from './platform.ts';
import { saidReturn, waitSeconds } from './said-return.ts';
import { defaultPanel } from './default-settings.ts';
import type { PanelParameter, RecruitingSettings } from './settings.ts';

function parameterOf({ panel: { parameters } = defaultPanel }: RecruitingSettings, says: PanelParameter['says']): string | undefined {
  return parameters.find((parameter) => parameter.says === says)?.name;
}

/** Any panel: the study says what its parameters are called, and where each ending leads. Without a parameter for the person, everybody is nobody. */
export const panel: Platform = {
  name: 'panel',
  label: 'A panel',
  identify(parameters, settings) {
    const person = parameterOf(settings, 'person');
    return person === undefined ? { kind: 'nobody' } : namedArrival(parameters, { person, submission: parameterOf(settings, 'submission') });
  },
  continuesTakenAgain: () => true,
  linkOf: (raterUrl, { panel: { parameters } = defaultPanel }) =>
    placeheldLink(raterUrl, parameters.filter(({ placeholder }) => placeholder !== '').map(({ name, placeholder }) => [name, placeholder])),
  wayOut(leaving) {
    const { code, returnUrl } = saidReturn(leaving, parameterOf(leaving.settings, 'person'));
    const shown = code === undefined ? {} : { code };
    if (returnUrl !== undefined) return { ...shown, redirectUrl: returnUrl, waitSeconds, platform: 'panel', task: 'go_back' };
    if (code !== undefined) return { ...shown, platform: 'panel', task: 'enter_code' };
    return { platform: 'panel', task: leaving.ending === 'timed_out' ? 'nothing' : 'return_task' };
  },
};
