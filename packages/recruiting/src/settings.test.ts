import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { defaultPanel, defaultProlific, defaultRecruiting, defaultSona } from './default-settings.ts';
import { EndingReturn, RecruitingSettings } from './settings.ts';

describe('what a study may say', () => {
  it('the defaults and what studies made before have', () => {
    expect(Value.Check(RecruitingSettings, defaultRecruiting)).toBe(true);
    expect(Value.Check(RecruitingSettings, { platform: 'panel', endings: {}, prolific: defaultProlific, sona: defaultSona, panel: defaultPanel })).toBe(true);
  });

  it.each([
    ['https://panel.example/return?id={person}', true],
    ['https://panel.example/{person}', true],
    ['https://panel.example', true],
    ['https://{person}.example/return', false],
    ['https://panel.example{person}', false],
    ['https://user@panel.example/', false],
    ['javascript:alert(1)', false],
    ['https://panel.example/a b', false],
  ])('%s as an address to go back to: %s', (returnUrl, isTaken) => {
    expect(Value.Check(EndingReturn, { returnUrl })).toBe(isTaken);
  });
});
