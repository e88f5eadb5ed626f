import type { Issue } from '@lookalike/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkStudyConfiguration, defaultStudyConfiguration, tasks, type StudyConfiguration, type TaskName } from './index.ts';
import { configurationWith } from './example-study.test-data.ts';

function issuesOf(value: unknown): readonly Issue[] {
  const checked = checkStudyConfiguration(value);
  return 'issues' in checked ? checked.issues : [];
}

function codesOf(value: unknown): string[] {
  return issuesOf(value).map(({ code, path }) => `${code} ${path}`).sort();
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
    expect(codesOf({ ...base, colour: 1, presentation: { ...base.presentation, 'a/b~': 1 } })).toEqual(['study.field_unknown /colour', 'study.field_unknown /presentation/a~1b~0']);
  });

  it('reports values out of range, of the wrong type, and inside lists', () => {
    const base = defaultStudyConfiguration();
    expect(codesOf({ ...base, title: '', estimatedMinutes: 'six', task: { name: 'matching', setSize: 'two', sets: { kind: 'random' } }, presentation: { ...base.presentation, size: Number.NaN }, texts: { ...base.texts, consentItems: ['fine', ''] }, quality: [{ rule: 'catch-accuracy', minimumShare: 1.5, action: 'flag' }] }))
      .toEqual(['study.out_of_range /quality/0/minimumShare', 'study.out_of_range /texts/consentItems/1', 'study.out_of_range /title', 'study.wrong_type /estimatedMinutes', 'study.wrong_type /presentation/size', 'study.wrong_type /task/setSize']);
    expect(codesOf({ ...base, texts: { ...base.texts, consentItems: Array.from({ length: 13 }, () => 'x') } })).toEqual(['study.out_of_range /texts/consentItems']);
  });

  it('reports all of many faults', () => {
    expect(codesOf({})).toHaveLength(Object.keys(defaultStudyConfiguration()).length);
    expect(codesOf('a text')).toEqual(['study.wrong_type ']);
    expect(codesOf(null)).toEqual(['study.wrong_type ']);
  });

  it('says what was expected and what the field means', () => {
    const checked = checkStudyConfiguration(configurationWith({ estimatedMinutes: 0, presentation: { ...defaultStudyConfiguration().presentation, size: 4 } }));
    expect('issues' in checked && checked.issues.map(({ message, fix }) => `${message} ${fix}`)).toEqual([
      'Got 4. Expected a number from 5 to 1024. Side of a picture in the unit; smaller screens scale down.',
      'Got 0. Expected a whole number from 1 to 240.',
    ]);
  });

  it('refuses a practice that nobody can pass and catch trials that do not fit', () => {
    const base = defaultStudyConfiguration();
    expect(codesOf({ ...base, design: { ...base.design, perCondition: 4 }, trials: { ...base.trials, practiceCount: 2, practicePassCount: 3, catchCount: 4 } }))
      .toEqual(['study.practice_cannot_pass /trials/practicePassCount', 'study.too_many_catch_trials /trials/catchCount']);
  });

  it.each(Object.keys(tasks) as TaskName[])('accepts the default of %s', (name) => {
    const configuration = configurationWith({}, name);
    expect(checkStudyConfiguration(JSON.parse(JSON.stringify(configuration)))).toEqual({ configuration });
  });

  it('asks for labels where raters choose among them', () => {
    expect(codesOf(defaultStudyConfiguration('classification'))).toEqual(['study.too_few_labels /task/labels']);
    const task = { name: 'classification', labels: ['cat', 'cat'], onlyNamedByNetwork: false } as const;
    expect(codesOf(configurationWith({ task: { ...task, labels: ['cat', 'cat'] } }))).toEqual(['study.out_of_range /task/labels']);
    expect(codesOf(configurationWith({ task: { ...task, labels: Array.from({ length: 25 }, (_, index) => `label ${index}`) } }))).toEqual(['study.out_of_range /task/labels']);
  });

  it('names the tasks there are, beside every other fault', () => {
    for (const task of ['2afc', undefined, null, [], {}, { name: 'toString' }, { name: 'odd-one-out' }]) {
      expect(codesOf({ ...defaultStudyConfiguration(), title: '', task })).toEqual(['study.out_of_range /title', 'study.task_unknown /task/name']);
    }
    const checked = checkStudyConfiguration({ ...defaultStudyConfiguration(), task: { name: 'odd-one-out' } });
    expect('issues' in checked && checked.issues).toEqual([{ path: '/task/name', code: 'study.task_unknown', message: 'There is no task "odd-one-out".', fix: 'Choose one of: 2afc, matching, classification.' }]);
  });

  it('reads a task by its own schema', () => {
    const task = { name: '2afc', setSize: 3 } as unknown as StudyConfiguration['task'];
    expect(codesOf(configurationWith({ task }))).toEqual(['study.field_unknown /task/setSize']);
    const near = { name: 'matching', setSize: 7, sets: { kind: 'near' } } as unknown as StudyConfiguration['task'];
    expect(codesOf(configurationWith({ task: near }))).toEqual(['study.field_missing /task/sets/distance', 'study.out_of_range /task/setSize']);
  });

  it('refuses targets that do not fill the sets of a task', () => {
    const { design } = defaultStudyConfiguration();
    expect(issuesOf(configurationWith({ design: { ...design, perCondition: 16 } }, 'matching'))).toEqual([{
      path: '/design/perCondition', code: 'study.sets_do_not_fill',
      message: '16 targets per condition and session do not make whole sets of 3.', fix: 'Choose a multiple of 3, such as 15.',
    }]);
    // Five sets, and as many catch trials.
    expect(codesOf(configurationWith({ trials: { ...defaultStudyConfiguration().trials, catchCount: 5 } }, 'matching'))).toEqual(['study.too_many_catch_trials /trials/catchCount']);
  });

  it('refuses a picture, a mask or a lead that is shorter than a frame', () => {
    const { presentation } = defaultStudyConfiguration();
    expect(codesOf(configurationWith({ presentation: { ...presentation, order: 'brief-query', maskMs: 16, queryMs: 16, leadMs: 16 } })))
      .toEqual(['study.out_of_range /presentation/leadMs', 'study.out_of_range /presentation/maskMs', 'study.out_of_range /presentation/queryMs']);
    expect(issuesOf(configurationWith({ presentation: { ...presentation, maskMs: 16 } }))).toMatchObject([{ message: 'Got 16.', fix: expect.stringContaining('Expected a whole number from 17 to 5000.') }]);
    expect(codesOf(configurationWith({ presentation: { ...presentation, order: 'brief-query', maskMs: 17, queryMs: 17, leadMs: 17 } }))).toEqual([]);
  });

  it.each(['query-first', 'options-first', 'brief-query'] as const)('refuses %s for a task without a query', (order) => {
    const room = tasks.matching as { hasQuery: boolean };
    try {
      room.hasQuery = false;
      expect(issuesOf(configurationWith({ presentation: { ...defaultStudyConfiguration().presentation, order } }, 'matching'))).toEqual([{
        path: '/presentation/order', code: 'study.query_needed',
        message: 'Matching has no query, so its pictures cannot come one after another.', fix: 'Show all at once.',
      }]);
    } finally {
      room.hasQuery = true;
    }
  });

  it('refuses screens that are too small for pictures at their own size', () => {
    const { presentation } = defaultStudyConfiguration();
    const codes = (sizeUnit: 'css-px' | 'mm') => codesOf(configurationWith({ presentation: { ...presentation, sizeUnit, size: 100, smallestSizePx: 101 } }));
    expect(codes('css-px')).toEqual(['study.nobody_may_enter /presentation/smallestSizePx']);
    expect(codes('mm')).toEqual([]);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (value) => 'issues' in checkStudyConfiguration(value)));
  });
});
