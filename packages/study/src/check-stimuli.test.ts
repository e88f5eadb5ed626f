import { describe, expect, it } from 'vitest';
import { configurationWith, makeStudy, sizesOf } from './example-study.test-data.ts';
import { checkStimuli, planSession, tasks, type FrozenStudy, type StudyConfiguration, type TaskName } from './index.ts';

const codesOf = (study: FrozenStudy): string[] => checkStimuli(study).map(({ code, path }) => `${code} ${path}`);
const twoAfc = (sizes: Parameters<typeof sizesOf>[0]) => configurationWith(sizesOf(sizes));
const matchingBy = (kind: 'random' | 'label', setSize = 3): StudyConfiguration =>
  configurationWith({ ...sizesOf({ perCondition: setSize }), task: { name: 'matching', setSize, sets: { kind } } }, 'matching');

describe('checkStimuli', () => {
  it.each(Object.keys(tasks) as TaskName[])('finds nothing in the way of a study of %s that can be planned', (name) => {
    for (const targets of ['shared', 'once'] as const) {
      const configuration = configurationWith({}, name);
      expect(checkStimuli(makeStudy({ conditionCount: 2, targetCount: 35, configuration: { ...configuration, design: { ...configuration.design, targets } } }))).toEqual([]);
    }
  });

  it('refuses a study without stimuli', () => {
    expect(checkStimuli({ ...makeStudy({ conditionCount: 1, targetCount: 20, configuration: twoAfc({ perCondition: 4 }) }), stimuli: [] })).toEqual([
      { path: '/conditions', code: 'study.no_stimuli', message: 'The study has no accepted IRIs to show.', fix: 'Add a generation run with accepted IRIs.' },
    ]);
  });

  it('names every condition without accepted IRIs', () => {
    const study = makeStudy({ conditionCount: 3, targetCount: 20, configuration: twoAfc({ perCondition: 4 }) });
    const stimuli = study.stimuli.filter(({ conditionId }) => conditionId === 'network-1');
    expect(codesOf({ ...study, stimuli })).toEqual(['study.condition_empty /conditions/0', 'study.condition_empty /conditions/2']);
    expect(checkStimuli({ ...study, stimuli })[1]).toMatchObject({
      message: 'The condition "Network 2" has nothing to show: none of its IRIs was accepted.', fix: 'Take the condition out, or make IRIs that pass the gate.',
    });
  });

  it('refuses two stimuli of one target in a condition', () => {
    const study = makeStudy({ conditionCount: 2, targetCount: 20, configuration: twoAfc({ perCondition: 4 }) });
    expect(checkStimuli({ ...study, stimuli: [...study.stimuli, { ...study.stimuli[21]!, iriId: 'another' }] })).toEqual([{
      path: '/conditions', code: 'study.stimulus_repeated', message: 'The condition "Network 1" has two stimuli of target target-1.', fix: 'Give every condition at most one stimulus of a target.',
    }]);
  });

  it('says how many targets are shared, and what to lower', () => {
    const study = makeStudy({ conditionCount: 2, targetCount: 20, configuration: twoAfc({ perCondition: 16 }) });
    const stimuli = study.stimuli.filter(({ conditionId, targetId }) => conditionId === 'network-0' || targetId.length < 'target-10'.length);
    expect(checkStimuli({ ...study, stimuli })).toEqual([{
      path: '/configuration/design/perCondition', code: 'study.too_few_targets',
      message: '16 targets per session are wanted, but only 10 have an accepted IRI for every condition (Network 0: 20, Network 1: 10).', fix: 'Lower it to at most 10, or make more IRIs.',
    }]);
    const apart = study.stimuli.filter(({ conditionId, targetId }) => (conditionId === 'network-0') === (targetId.length < 'target-10'.length));
    expect(checkStimuli({ ...study, stimuli: apart })[0]?.fix).toBe('Make IRIs of the same targets for every condition.');
  });

  it('refuses `once` with fewer targets than no rater sees twice', () => {
    const study = (targetCount: number) => makeStudy({ conditionCount: 3, targetCount, configuration: twoAfc({ perCondition: 10, targets: 'once' }) });
    expect(checkStimuli(study(30))).toEqual([]);
    expect(checkStimuli(study(29))).toEqual([{
      path: '/configuration/design/perCondition', code: 'study.too_few_targets',
      message: '30 targets are needed so that no rater sees one twice (10 for each of 3 conditions), but only 29 have an accepted IRI for every condition (Network 0: 29, Network 1: 29, Network 2: 29).',
      fix: 'Lower it to at most 9, or make more IRIs, or let the conditions share targets.',
    }]);
  });

  it('wants a target more for practice and catch trials where nobody is to see a scored one in them', () => {
    const { trials } = configurationWith({});
    const study = (targetCount: number) => makeStudy({ conditionCount: 2, targetCount, configuration: { ...twoAfc({ perCondition: 10, targets: 'once' }), trials } });
    expect(checkStimuli(study(21))).toEqual([]);
    expect(checkStimuli(study(20))[0]?.message).toContain('and 1 more for practice and catch trials');
  });

  it('proposes only whole sets', () => {
    const configuration = configurationWith({ ...sizesOf({ perCondition: 15 }) }, 'matching');
    expect(checkStimuli(makeStudy({ conditionCount: 2, targetCount: 14, configuration }))[0]?.fix).toBe('Lower it to at most 12, or make more IRIs.');
  });

  it('refuses stimuli without a seed where the seed is an option, and only there', () => {
    const seedless = (name: TaskName) => {
      const study = makeStudy({ conditionCount: 2, targetCount: 32, configuration: configurationWith({}, name) });
      return { ...study, stimuli: study.stimuli.map((stimulus) => (stimulus.conditionId === 'network-1' ? { ...stimulus, seedHash: null } : stimulus)) };
    };
    expect(checkStimuli(seedless('2afc'))).toEqual([{
      path: '/conditions', code: 'study.seed_missing', message: '2AFC offers the seed beside the target, and stimuli of "Network 1" have none.',
      fix: 'Give their seeds, take the condition out, or choose matching or classification.',
    }]);
    expect([...checkStimuli(seedless('matching')), ...checkStimuli(seedless('classification'))]).toEqual([]);
  });

  it('refuses hard sets where no label has enough targets, and before anything else', () => {
    const study = makeStudy({ conditionCount: 2, targetCount: 8, labels: ['bird', 'boat', 'cat', 'dog'], configuration: matchingBy('label'), sets: [] });
    expect(codesOf(study)).toEqual(['study.too_few_of_a_label /configuration/task/sets', 'study.too_few_targets /configuration/design/perCondition']);
    expect(checkStimuli(study)[0]).toMatchObject({ message: 'No label has 3 targets that every condition shows (labels: 4).', fix: 'Make the sets smaller, choose random sets, or use images with labels.' });
    expect(checkStimuli({ ...study, stimuli: study.stimuli.map(({ label: _without, ...stimulus }) => stimulus) })[0]?.message).toContain('(labels: 0)');
    expect(() => planSession(study, 0)).toThrow(/No label has 3 targets/);
  });

  it('counts only the targets that belong to a hard set', () => {
    const configuration = { ...matchingBy('label'), ...sizesOf({ perCondition: 6 }) };
    const sets = [['target-0', 'target-3', 'target-6']];
    expect(checkStimuli(makeStudy({ conditionCount: 2, targetCount: 8, configuration, sets }))[0]).toMatchObject({
      code: 'study.too_few_targets', message: expect.stringContaining('but only 3 have an accepted IRI for every condition and belong to a set'), fix: 'Lower it to at most 3, or make more IRIs.',
    });
  });

  it('refuses hard sets that nobody drew: they would be random ones', () => {
    expect(codesOf(makeStudy({ conditionCount: 2, targetCount: 9, configuration: matchingBy('label') }))).toEqual(['study.sets_missing /configuration/task/sets']);
  });

  it('refuses stimuli whose label cannot be chosen', () => {
    const study = makeStudy({ conditionCount: 1, targetCount: 32, labels: ['bird', 'boat', 'dog'], configuration: configurationWith({}, 'classification') });
    expect(checkStimuli(study)).toEqual([{
      path: '/configuration/task/labels', code: 'study.label_foreign', message: 'The target target-2 has the label "dog", which raters could not choose.',
      fix: 'Give every image one of the labels, or offer the missing label.',
    }]);
    const [{ label: _without, ...unlabelled }, ...rest] = study.stimuli as [FrozenStudy['stimuli'][number], ...FrozenStudy['stimuli']];
    expect(checkStimuli({ ...study, stimuli: [unlabelled, ...rest] })[0]?.message).toBe('The target target-0 has no label.');
  });

  it('checks 2,000 targets of ten conditions', () => {
    const study = makeStudy({ conditionCount: 10, targetCount: 2000, configuration: twoAfc({ perCondition: 200, targets: 'once' }) });
    let reads = 0;
    const stimuli = study.stimuli.map((stimulus) => ({ ...stimulus, get conditionId() { reads++; return stimulus.conditionId; } }));
    expect(checkStimuli({ ...study, stimuli })).toEqual([]);
    // A few looks at each stimulus, not one for each condition.
    expect(reads).toBeLessThanOrEqual(4 * stimuli.length);
  });
});
