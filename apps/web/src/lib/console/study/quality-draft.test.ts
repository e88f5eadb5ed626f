import { checkStudyConfiguration, defaultStudyConfiguration, qualityRules, type QualityRuleName } from '@lookalike/study';
import { expect, it } from 'vitest';
import { thresholdsOf, withRule, withSetting } from './quality-draft.ts';

const names = Object.keys(qualityRules) as QualityRuleName[]; // Of this very table.

it.each(names)('every limit of %s has a field', (name) => {
  expect(thresholdsOf(name).map((field) => field.name)).toEqual(Object.keys(qualityRules[name].settings.properties).filter((each) => each !== 'rule' && each !== 'action'));
});

it('rules come and go, in their order, and stay valid', () => {
  const configuration = defaultStudyConfiguration();
  let rules = configuration.quality;
  for (const name of names) rules = withRule(rules, name, true);
  expect(rules.map(({ rule }) => rule)).toEqual(names);
  rules = withSetting(withRule(rules, 'too-fast', false), 'straight-lines', 'runLength', 20);
  expect(rules.find(({ rule }) => rule === 'straight-lines')).toMatchObject({ runLength: 20 });
  expect(rules).toHaveLength(names.length - 1);
  expect(checkStudyConfiguration({ ...configuration, quality: withSetting(rules, 'focus-losses', 'action', 'end') })).toHaveProperty('configuration');
});
