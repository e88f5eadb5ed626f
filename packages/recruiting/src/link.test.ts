import { describe, expect, it } from 'vitest';
import { defaultRecruiting, platformOf } from './index.ts';

const link = platformOf(defaultRecruiting);
const identify = (parameters: Record<string, string>) => link.identify(parameters, defaultRecruiting);
const leaving = { settings: defaultRecruiting, completionCode: 'A&B' } as const;

describe('who comes', () => {
  it('each platform’s own parameter says who somebody is', () => {
    expect(identify({ PROLIFIC_PID: 'p', STUDY_ID: 's', SESSION_ID: 'x' })).toEqual({ kind: 'person', person: 'PROLIFIC_PID:p', submission: 'x' });
    expect(identify({ assignmentId: 'a', hitId: 'h', workerId: ' w ' })).toEqual({ kind: 'person', person: 'workerId:w' });
  });

  it('an empty parameter and a plain link are nobody, a preview is one', () => {
    expect(identify({})).toEqual({ kind: 'nobody' });
    expect(identify({ PROLIFIC_PID: '' })).toEqual({ kind: 'nobody' });
    expect(identify({ assignmentId: 'ASSIGNMENT_ID_NOT_AVAILABLE', hitId: 'h' })).toEqual({ kind: 'preview' });
  });

  it.each(['{{%PROLIFIC_PID%}}', '%SURVEY_CODE%', '${workerId}', '[%RID%]', '{pid}', '<pid>'])('%s was not filled in', (value) => {
    expect(identify({ PROLIFIC_PID: value })).toEqual({ kind: 'unfilled', parameters: ['PROLIFIC_PID'] });
  });
});

describe('ways out', () => {
  it('only who came from Prolific is sent back there', () => {
    expect(link.wayOut({ ...leaving, ending: 'completed', parameters: { PROLIFIC_PID: 'p' } })).toEqual({ code: 'A&B', redirectUrl: 'https://app.prolific.com/submissions/complete?cc=A%26B', waitSeconds: 6, task: 'go_back' });
    expect(link.wayOut({ ...leaving, ending: 'completed', parameters: { workerId: 'w' } })).toEqual({ code: 'A&B', task: 'enter_code' });
  });

  it('no other ending has the code of completion', () => {
    for (const ending of ['failed_checks', 'screened_out', 'no_consent', 'practice_not_passed', 'withdrawn', 'timed_out', 'full', 'closed'] as const) {
      expect(JSON.stringify(link.wayOut({ ...leaving, ending, parameters: { PROLIFIC_PID: 'p' } }))).not.toContain('A&B');
    }
  });
});
