import { expect, it } from 'vitest';
import { wayOutOf } from './way-out-of.ts';
import type { RecruitingSettings } from './settings.ts';

const settings: RecruitingSettings = { platform: 'panel', endings: { completed: { returnUrl: 'https://panel.example/done?id={rid}' }, withdrawn: { returnUrl: 'https://panel.example/out?id={rid}' } } };
const leaving = { settings, parameters: { rid: 'a b' }, completionCode: 'DONE', returnUrl: '' };

it('who has finished goes where the study sends them, before what was said of the ending', () => {
  expect(wayOutOf({ ...leaving, ending: 'completed', returnUrl: 'https://lab.example/thanks' })).toMatchObject({ code: 'DONE', redirectUrl: 'https://lab.example/thanks', task: 'go_back' });
});

it('everybody else, and everybody of a study without an address of its own, goes where the platform wants it', () => {
  expect(wayOutOf({ ...leaving, ending: 'completed' })).toMatchObject({ redirectUrl: 'https://panel.example/done?id=a%20b' });
  expect(wayOutOf({ ...leaving, ending: 'withdrawn', returnUrl: 'https://lab.example/thanks' })).toMatchObject({ redirectUrl: 'https://panel.example/out?id=a%20b' });
  expect(wayOutOf({ ...leaving, ending: 'no_consent', returnUrl: 'https://lab.example/thanks' })).toEqual({ platform: 'panel', task: 'return_task' });
});
