import { defaultStudyConfiguration } from '@lookalike/study';
import { expect, it } from 'vitest';
import { describePresentation, describeTaskSettings } from './describe-configuration.ts';

it('a task’s settings are told in words', () => {
  expect(describeTaskSettings({ name: '2afc' })).toBe('');
  expect(describeTaskSettings({ name: 'matching', setSize: 3, sets: { kind: 'near', distance: 'nlpd' } })).toBe('. set size: 3; sets: near, nlpd');
  expect(describeTaskSettings({ name: 'classification', labels: ['cat', 'dog'], onlyNamedByNetwork: false })).toBe('. labels: cat, dog; only named by network: no');
});

it('times are told only where they matter', () => {
  const { presentation } = defaultStudyConfiguration();
  expect(describePresentation(presentation)).toBe('all at once; 192 px, smooth');
  expect(describePresentation({ ...presentation, order: 'brief-query', answerLimitMs: 2000, asksConfidence: true })).toBe('query for 300 ms, mask for 300 ms; 192 px, smooth; 2000 ms to answer; confidence');
});
