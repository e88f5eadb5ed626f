import { defaultStudyConfiguration } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import { withTask } from './change-task.ts';

const [from, to] = [defaultStudyConfiguration('2afc'), defaultStudyConfiguration('matching')];

describe('another task', () => {
  it('brings its settings, and its texts where nothing was typed', () => {
    expect(withTask({ configuration: from, from, to })).toEqual(to);
  });

  it('leaves what was typed', () => {
    const configuration = { ...from, title: 'Mine', randomSeed: 'seven', texts: { ...from.texts, landing: 'Hello', consentItems: ['I am 21.'] }, design: { ...from.design, perCondition: 9 } };
    const changed = withTask({ configuration, from, to });
    expect(changed).toMatchObject({ task: to.task, title: 'Mine', question: to.question, randomSeed: 'seven', design: { perCondition: 9 } });
    expect(changed.texts).toEqual({ ...to.texts, landing: 'Hello', consentItems: ['I am 21.'] });
  });

  it('and back again is as it was, with the settings it had', () => {
    const configuration = { ...to, task: { ...to.task, setSize: 4 } as typeof to.task };
    const there = withTask({ configuration, from: to, to: from });
    expect(withTask({ configuration: there, from, to, settings: configuration.task })).toEqual(configuration);
  });
});
