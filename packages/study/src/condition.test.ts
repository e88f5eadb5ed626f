import { describe, expect, it } from 'vitest';
import { configurationWith, makeStimuli, makeStudy } from './example-study.test-data.ts';
import { checkStimuli, planSession, referenceStimuli, type ReferenceKind, type Stimulus } from './index.ts';

const stimuli = makeStimuli({ conditionCount: 2, targetCount: 3 });
const of = (reference: ReferenceKind, from: readonly Stimulus[] = stimuli) => referenceStimuli({ reference, conditionId: 'reference', stimuli: from });

describe('referenceStimuli', () => {
  it('shows the target, its seed or another target in the place of an IRI, once for each target', () => {
    const targets = stimuli.slice(0, 3);
    expect(of('original').map(({ queryHash }) => queryHash)).toEqual(targets.map(({ targetHash }) => targetHash));
    expect(of('seed').map(({ queryHash }) => queryHash)).toEqual(targets.map(({ seedHash }) => seedHash));
    expect(of('other-image').map(({ queryHash }) => queryHash)).toEqual([1, 2, 0].map((index) => targets[index]?.targetHash));
    for (const kind of ['original', 'seed', 'other-image'] as const) {
      expect(of(kind)).toEqual(targets.map((target, index) => ({ ...target, conditionId: 'reference', iriId: of(kind)[index]?.queryHash, queryHash: of(kind)[index]?.queryHash })));
    }
  });

  it('does not hang on the order of the stimuli', () => {
    for (const kind of ['original', 'seed', 'other-image'] as const) expect(of(kind, [...stimuli].reverse())).toEqual(of(kind));
  });

  it('says nothing of a network', () => {
    expect(of('original', stimuli.map((stimulus) => ({ ...stimulus, isNamedByNetwork: false })))).toEqual(of('original'));
  });

  it('takes the seed of whichever condition has one, and leaves out targets that have none', () => {
    const seedless = stimuli.map((stimulus) => (stimulus.conditionId === 'network-0' || stimulus.targetId === 'target-2' ? { ...stimulus, seedHash: null } : stimulus));
    expect(of('seed', seedless).map(({ queryHash }) => queryHash)).toEqual(stimuli.slice(0, 2).map(({ seedHash }) => seedHash));
  });

  it('has no other image of a single target', () => {
    expect(of('other-image', stimuli.slice(0, 1))).toEqual([]);
    expect(of('original', [])).toEqual([]);
  });

  it('is a condition like any other of a study', () => {
    for (const name of ['2afc', 'matching', 'classification'] as const) {
      const study = makeStudy({ conditionCount: 2, targetCount: 30, configuration: configurationWith({}, name) });
      const withReferences = {
        ...study,
        conditions: [...study.conditions, ...(['original', 'seed', 'other-image'] as const).map((reference) => ({ conditionId: reference, name: reference, reference, factors: {} }))],
        stimuli: [...study.stimuli, ...(['original', 'seed', 'other-image'] as const).flatMap((reference) => referenceStimuli({ reference, conditionId: reference, stimuli: study.stimuli }))],
      };
      expect(checkStimuli(withReferences)).toEqual([]);
      const shown = planSession(withReferences, 0).filter(({ role }) => role === 'scored').flatMap(({ items }) => items.map(({ conditionId }) => conditionId));
      expect(new Set(shown).size).toBe(5);
    }
  });
});
