import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkStudyConfiguration, defaultStudyConfiguration } from './index.ts';
import { configurationWith } from './example-triplets.test-data.ts';

function codesOf(value: unknown): string[] {
  const checked = checkStudyConfiguration(value);
  return 'issues' in checked ? checked.issues.map(({ code, path }) => `${code} ${path}`).sort() : [];
}

describe('checkStudyConfiguration', () => {
  it('accepts the default, which survives JSON', () => {
    expect(checkStudyConfiguration(JSON.parse(JSON.stringify(defaultStudyConfiguration())))).toEqual({ configuration: defaultStudyConfiguration() });
  });

  it('reports every missing field by its own path', () => {
    const { question, trials: { catchCount, ...trials }, ...rest } = defaultStudyConfiguration();
    expect([question, catchCount]).not.toContain(undefined);
    expect(codesOf({ ...rest, trials })).toEqual(['study.field_missing /question', 'study.field_missing /trials/catchCount']);
  });

  it('reports every field too many', () => {
    const base = defaultStudyConfiguration();
    expect(codesOf({ ...base, colour: 1, display: { ...base.display, 'a/b~': 1 } })).toEqual(['study.field_unknown /colour', 'study.field_unknown /display/a~1b~0']);
  });

  it('reports values out of range, of the wrong type, and inside lists', () => {
    const base = defaultStudyConfiguration();
    expect(codesOf({ ...base, title: '', estimatedMinutes: 'six', task: 'matching', maximumSessions: Number.NaN, texts: { ...base.texts, consentItems: ['fine', ''] }, exclusion: { ...base.exclusion, catchPassShare: 1.5 } }))
      .toEqual(['study.out_of_range /exclusion/catchPassShare', 'study.out_of_range /texts/consentItems/1', 'study.out_of_range /title', 'study.wrong_type /estimatedMinutes', 'study.wrong_type /maximumSessions', 'study.wrong_type /task']);
    expect(codesOf({ ...base, texts: { ...base.texts, consentItems: Array.from({ length: 13 }, () => 'x') } })).toEqual(['study.out_of_range /texts/consentItems']);
  });

  it('reports all of many faults', () => {
    expect(codesOf({})).toHaveLength(11);
    expect(codesOf('a text')).toEqual(['study.wrong_type ']);
    expect(codesOf(null)).toEqual(['study.wrong_type ']);
  });

  it('says what was expected and what the field means', () => {
    const checked = checkStudyConfiguration(configurationWith({ estimatedMinutes: 0, display: { stimulusSizePx: 63 } }));
    expect('issues' in checked && checked.issues.map(({ message, fix }) => `${message} ${fix}`)).toEqual([
      'Got 63. Expected a whole number from 64 to 512. Side of an image on the screen in CSS px; smaller screens scale down.',
      'Got 0. Expected a whole number from 1 to 240.',
    ]);
  });

  it('refuses a practice that nobody can pass and catch trials that do not fit', () => {
    const base = defaultStudyConfiguration();
    expect(codesOf({ ...base, trials: { ...base.trials, practiceCount: 2, practicePassCount: 3, perNetwork: 4, catchCount: 4 } }))
      .toEqual(['study.practice_cannot_pass /trials/practicePassCount', 'study.too_many_catch_trials /trials/catchCount']);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (value) => 'issues' in checkStudyConfiguration(value)));
  });
});
