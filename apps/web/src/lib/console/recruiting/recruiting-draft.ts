import { defaultPanel, defaultProlific, defaultSona, endings, type Ending, type PanelParameter, type PlatformName, type RecruitingSettings } from '@lookalike/recruiting';

/** A study's recruiting as a form holds it: what a platform needs is there whichever is chosen. Empty texts stand for what is not said. */
export interface RecruitingDraft {
  platform: PlatformName;
  codes: Record<Ending, string>;
  returnUrls: Record<Ending, string>;
  prolificStudyId: string;
  takenAgain: 'continue' | 'refuse';
  sonaParameter: string;
  school: string;
  experimentId: string;
  creditsWithdrawn: boolean;
  panelParameters: PanelParameter[];
}

export function toRecruitingDraft({ platform, endings: said, prolific = defaultProlific, sona = defaultSona, panel = defaultPanel }: RecruitingSettings): RecruitingDraft {
  const ofEndings = (part: 'code' | 'returnUrl') => Object.fromEntries(endings.map((ending) => [ending, said[ending]?.[part] ?? ''])) as Record<Ending, string>;
  return {
    platform,
    codes: ofEndings('code'),
    returnUrls: ofEndings('returnUrl'),
    prolificStudyId: prolific.studyId ?? '',
    takenAgain: prolific.takenAgain,
    sonaParameter: sona.parameter,
    school: sona.school,
    experimentId: sona.experimentId,
    creditsWithdrawn: sona.creditsWithdrawn,
    panelParameters: panel.parameters.map((parameter) => ({ ...parameter })),
  };
}

/** What of another platform was said before stays. */
export function fromRecruitingDraft(draft: RecruitingDraft, before: RecruitingSettings): RecruitingSettings {
  const { platform, codes, returnUrls } = draft;
  const said = endings.flatMap((ending) => {
    const [code, returnUrl] = [codes[ending].trim(), returnUrls[ending].trim()];
    return code === '' && returnUrl === '' ? [] : [[ending, { ...(code === '' ? {} : { code }), ...(returnUrl === '' ? {} : { returnUrl }) }] as const];
  });
  return {
    ...before,
    platform,
    endings: Object.fromEntries(said),
    ...(platform === 'prolific' ? { prolific: { takenAgain: draft.takenAgain, ...(draft.prolificStudyId.trim() === '' ? {} : { studyId: draft.prolificStudyId.trim() }) } } : {}),
    ...(platform === 'sona' ? { sona: { parameter: draft.sonaParameter.trim(), school: draft.school.trim().toLowerCase(), experimentId: draft.experimentId.trim(), creditsWithdrawn: draft.creditsWithdrawn } } : {}),
    ...(platform === 'panel' ? { panel: { parameters: draft.panelParameters.map(({ name, placeholder, says }) => ({ name: name.trim(), placeholder: placeholder.trim(), says })) } } : {}),
  };
}

/** Which of code and address an ending can have of its own. */
export function partsOf(platform: PlatformName, ending: Ending): { readonly code: boolean; readonly returnUrl: boolean } {
  if (platform === 'prolific') return { code: true, returnUrl: false };
  if (platform === 'sona') return { code: false, returnUrl: ending === 'completed' };
  return { code: true, returnUrl: true };
}

/** What Sona shows as completion address says all that the study needs. Undefined where the text is none. */
export function readSonaAddress(text: string): { readonly school: string; readonly experimentId: string; readonly creditToken: string } | undefined {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  const school = url === null ? undefined : /^([a-z0-9-]+)\.sona-systems\.com$/.exec(url.hostname)?.[1];
  const [experimentId, creditToken] = ['experiment_id', 'credit_token'].map((name) => url?.searchParams.get(name) ?? '');
  return school === undefined || !experimentId || !creditToken ? undefined : { school, experimentId, creditToken };
}

const readable = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A code that nobody guesses and everybody can type. @param random bytes of chance */
export function newCode(random: Uint8Array): string {
  return [...random].map((byte) => readable[byte % readable.length]).join('');
}
