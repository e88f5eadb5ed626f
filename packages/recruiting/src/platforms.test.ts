import { describe, expect, it } from 'vitest';
import { endings, platformOf, type Ending, type PlatformName, type RecruitingSettings } from './index.ts';
import type { WayOut } from './way-out.ts';

/** As each platform fills in the link that it was given. */
const filled: Readonly<Record<PlatformName, Record<string, string>>> = {
  link: { rater: 'ann' },
  prolific: { PROLIFIC_PID: '5f0000000000000000000001', STUDY_ID: '5f00000000000000000000aa', SESSION_ID: '5f00000000000000000000bb' },
  sona: { survey_code: '4711' },
  connect: { participantId: 'p 1', assignmentId: 'a1', projectId: 'c1' },
  panel: { rid: 'r&1', wave: '2' },
};
const settingsOf = (platform: PlatformName, more: Partial<RecruitingSettings> = {}): RecruitingSettings => ({ platform, endings: {}, ...more });
const leave = (platform: PlatformName, ending: Ending, more: Partial<RecruitingSettings> = {}): WayOut =>
  platformOf({ platform }).wayOut({ ending, settings: settingsOf(platform, more), parameters: filled[platform], completionCode: 'DONE' });
const back = (code: string) => `https://app.prolific.com/submissions/complete?cc=${code}`;

describe('who comes', () => {
  it.each([
    ['prolific', { kind: 'person', person: 'PROLIFIC_PID:5f0000000000000000000001', submission: '5f00000000000000000000bb' }],
    ['sona', { kind: 'person', person: 'survey_code:4711' }],
    ['connect', { kind: 'person', person: 'participantId:p 1', submission: 'a1' }],
    ['panel', { kind: 'person', person: 'rid:r&1' }],
    ['link', { kind: 'person', person: 'rater:ann' }],
  ] as const)('%s names its person', (platform, arrival) => {
    expect(platformOf({ platform }).identify(filled[platform], settingsOf(platform))).toEqual(arrival);
  });

  it.each([
    ['prolific', 'PROLIFIC_PID'],
    ['sona', 'survey_code'],
    ['connect', 'participantId'],
    ['panel', 'rid'],
  ] as const)('who comes to %s without %s did not come from there', (platform, parameter) => {
    const identify = (parameters: Record<string, string>) => platformOf({ platform }).identify(parameters, settingsOf(platform));
    expect(identify({})).toEqual({ kind: 'unfilled', parameters: [parameter] });
    expect(identify({ ...filled[platform], [parameter]: ' ' })).toEqual({ kind: 'unfilled', parameters: [parameter] });
  });

  it.each(['prolific', 'sona', 'panel'] as const)('the link to copy of %s, not filled in, is nobody', (platform) => {
    const url = new URL(platformOf({ platform }).linkOf('https://lab.example/s/abc', settingsOf(platform)));
    const arrival = platformOf({ platform }).identify(Object.fromEntries(url.searchParams), settingsOf(platform));
    expect(arrival.kind).toBe('unfilled');
  });

  it('the parameters of Sona and of a panel are called as the study says', () => {
    const sona = settingsOf('sona', { sona: { parameter: 'id', school: '', experimentId: '', creditsWithdrawn: true } });
    expect(platformOf(sona).identify({ id: '9' }, sona)).toEqual({ kind: 'person', person: 'id:9' });
    expect(platformOf(sona).linkOf('https://lab.example/s/abc', sona)).toBe('https://lab.example/s/abc?id=%SURVEY_CODE%');
    const panel = settingsOf('panel', { panel: { parameters: [{ name: 'wave', placeholder: '', says: 'other' }, { name: 'user', placeholder: '{uid}', says: 'person' }, { name: 'visit', placeholder: '{vid}', says: 'submission' }] } });
    expect(platformOf(panel).identify({ user: 'u', visit: 'v' }, panel)).toEqual({ kind: 'person', person: 'user:u', submission: 'v' });
    expect(platformOf(panel).linkOf('https://lab.example/s/abc?a=1', panel)).toBe('https://lab.example/s/abc?a=1&user={uid}&visit={vid}');
  });

  it('Prolific’s placeholders stand in the link as Prolific looks for them', () => {
    expect(platformOf({ platform: 'prolific' }).linkOf('https://lab.example/s/abc', settingsOf('prolific'))).toBe('https://lab.example/s/abc?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}');
  });

  it('a study says whether who takes it again goes on', () => {
    const goesOn = (takenAgain?: 'continue' | 'refuse') => platformOf({ platform: 'prolific' }).continuesTakenAgain(settingsOf('prolific', takenAgain === undefined ? {} : { prolific: { takenAgain } }));
    expect([goesOn(), goesOn('continue'), goesOn('refuse')]).toEqual([true, true, false]);
  });
});

describe('what each ending does where the study says nothing of it', () => {
  const wayOf: Readonly<Record<PlatformName, Readonly<Record<Ending, string>>>> = {
    link: { completed: 'enter_code', failed_checks: 'return_task', screened_out: 'return_task', no_consent: 'return_task', practice_not_passed: 'return_task', withdrawn: 'return_task', timed_out: 'return_task', full: 'nothing', closed: 'nothing' },
    prolific: { completed: 'go_back', failed_checks: 'submit_without_code', screened_out: 'return_task', no_consent: 'return_task', practice_not_passed: 'return_task', withdrawn: 'return_task', timed_out: 'return_task', full: 'return_task', closed: 'return_task' },
    sona: { completed: 'wait_for_credit', failed_checks: 'wait_for_credit', screened_out: 'wait_for_credit', no_consent: 'cancel_sign_up', practice_not_passed: 'wait_for_credit', withdrawn: 'wait_for_credit', timed_out: 'nothing', full: 'cancel_sign_up', closed: 'cancel_sign_up' },
    connect: { completed: 'enter_code', failed_checks: 'submit_without_code', screened_out: 'return_task', no_consent: 'return_task', practice_not_passed: 'return_task', withdrawn: 'return_task', timed_out: 'return_task', full: 'return_task', closed: 'return_task' },
    panel: { completed: 'enter_code', failed_checks: 'return_task', screened_out: 'return_task', no_consent: 'return_task', practice_not_passed: 'return_task', withdrawn: 'return_task', timed_out: 'nothing', full: 'return_task', closed: 'return_task' },
  };
  const cases = (Object.keys(wayOf) as PlatformName[]).flatMap((platform) => endings.map((ending) => [platform, ending] as const));

  it.each(cases)('%s, %s', (platform, ending) => {
    const way = leave(platform, ending);
    expect(way.task).toBe(wayOf[platform][ending]);
    expect(JSON.stringify(way).includes('DONE')).toBe(ending === 'completed' && platform !== 'sona');
  });

  it.each(cases)('%s, %s, with a code and an address of its own', (platform, ending) => {
    const own = { [ending]: { code: 'OWN', returnUrl: 'https://back.example/end?s={person}&c={code}&again={wave}' } };
    const way = leave(platform, ending, { endings: own });
    const person = { link: 'ann', prolific: '5f0000000000000000000001', sona: '4711', connect: 'p%201', panel: 'r%261' }[platform];
    expect(way).toMatchObject({ task: 'go_back', waitSeconds: 6, redirectUrl: `https://back.example/end?s=${person}&c=OWN&again=${platform === 'panel' ? '2' : ''}` });
    expect(JSON.stringify(way)).not.toContain('DONE');
  });

  it.each(endings)('%s with a code of its own is handed in to Prolific with it', (ending) => {
    expect(leave('prolific', ending, { endings: { [ending]: { code: 'OWN' } } })).toEqual({ code: 'OWN', redirectUrl: back('OWN'), waitSeconds: 6, platform: 'prolific', task: 'go_back' });
  });
});

describe('Sona', () => {
  it('who withdraws has the credit only where the school wants it', () => {
    const sona = { parameter: 'survey_code', school: 'lab', experimentId: '12', creditsWithdrawn: false };
    expect(leave('sona', 'withdrawn', { sona }).task).toBe('cancel_sign_up');
    expect(leave('sona', 'completed', { sona }).task).toBe('wait_for_credit');
  });

  it('the completion address as Sona shows it has the code filled in', () => {
    const returnUrl = 'https://lab.sona-systems.com/webstudy_credit.aspx?experiment_id=12&credit_token=abc&survey_code=XXXX';
    expect(leave('sona', 'completed', { endings: { completed: { returnUrl } } }).redirectUrl).toBe('https://lab.sona-systems.com/webstudy_credit.aspx?experiment_id=12&credit_token=abc&survey_code=4711');
  });
});
