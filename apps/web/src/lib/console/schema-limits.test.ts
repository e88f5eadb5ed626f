import { RecruitingSettings } from '@lookalike/recruiting';
import { StudyConfiguration } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import { fieldPattern, limitsIn, mostItemsIn, textLimitsIn } from './schema-limits.ts';

it('limits are the schema’s, through lists and what may be absent', () => {
  expect(textLimitsIn(RecruitingSettings, '/panel/parameters/*/placeholder')).toEqual({ maxlength: 80, pattern: '^[^\\s&#]*$' });
  expect(mostItemsIn(RecruitingSettings, '/panel/parameters')).toBe(12);
  expect(limitsIn(StudyConfiguration, '/texts/consentItems/*')).toMatchObject({ maxlength: 500 });
  expect(() => limitsIn(StudyConfiguration, '/texts/nothing')).toThrow('/texts/nothing');
});

describe('a pattern holds in a form as it does in the schema', () => {
  it.each([
    ['/endings/completed/code', 'A_b-9', 'a code'],
    ['/endings/completed/returnUrl', 'https://panel.example/end?id={person}', 'https://{person}.example/'],
    ['/panel/parameters/*/name', 'r.id-1', '1rid'],
    ['/prolific/studyId', 'a'.repeat(24), 'a'.repeat(23)],
    ['/sona/parameter', 'survey_code', 'survey-code'],
  ])('%s', (path, fits, fitsNot) => {
    const { pattern = '' } = textLimitsIn(RecruitingSettings, path);
    // As browsers do it.
    const expression = new RegExp(`^(?:${pattern})$`, 'v');
    expect([expression.test(fits), expression.test(fitsNot)]).toEqual([true, false]);
  });

  it('what is escaped already stays', () => {
    expect(fieldPattern('^[\\w\\-./]+\\[-$')).toBe('^[\\w\\-.\\/]+\\[-$');
  });
});
