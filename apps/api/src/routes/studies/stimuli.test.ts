import type { AcceptedIri, StimulusRecord, StudyConditionRecord } from '@lookalike/store';
import { defaultStudyConfiguration } from '@lookalike/study';
import { expect, it } from 'vitest';
import { stimuliOf } from './stimuli.ts';

const iri = (run: string, target: string, changes: Partial<AcceptedIri> = {}): AcceptedIri => ({
  iriId: `${run}-${target}`, runId: run, networkId: 'n', layer: 'l', targetId: `row-${target}`, originalHash: target, targetName: target, label: undefined, isNamedByNetwork: undefined,
  fileHash: `iri-${run}-${target}`, targetFileHash: `target-${target}`, seedFileHash: `seed-${target}`, representationDistance: 0.1, ...changes,
});
/** Only its id is looked at. */
const condition = (run: string): StudyConditionRecord => ({ conditionId: run, name: run, factors: {}, run: { id: run } as StudyConditionRecord['run'], stimuli: undefined });
const elsewhere = new Map<string, readonly StimulusRecord[]>();
const configuration = defaultStudyConfiguration();

it('with several conditions only targets that all of them have are shown', () => {
  const { stimuli, targetRule, targetCount } = stimuliOf({ elsewhere, configuration, conditions: [condition('a'), condition('b')], iris: [iri('a', '1'), iri('a', '2'), iri('b', '2'), iri('b', '3')] });
  expect(stimuli.map(({ queryHash }) => queryHash)).toEqual(['iri-a-2', 'iri-b-2']);
  expect(targetCount).toBe(1);
  expect(targetRule).toBe('The 1 target with an accepted IRI for every one of the 2 conditions. 2 more targets have one for some conditions only and are left out.');
});

it('one condition shows all of its accepted IRIs, known by their files', () => {
  expect(stimuliOf({ elsewhere, configuration, conditions: [condition('a')], iris: [iri('a', '1'), iri('a', '2')] })).toMatchObject({
    stimuli: [{ iriId: 'iri-a-1', targetId: '1', queryHash: 'iri-a-1', targetHash: 'target-1', seedHash: 'seed-1' }, {}], targetRule: 'The 2 targets with an accepted IRI.',
  });
});

it('a condition without any accepted IRI leaves nothing to show', () => {
  expect(stimuliOf({ elsewhere, configuration, conditions: [condition('a'), condition('b')], iris: [iri('a', '1')] }).stimuli).toEqual([]);
});

it('references are made of the targets that the runs share', () => {
  const original: StudyConditionRecord = { conditionId: 'ceiling', name: 'Original', reference: 'original', factors: {}, run: undefined, stimuli: undefined };
  const { stimuli } = stimuliOf({ elsewhere, configuration, conditions: [condition('a'), original], iris: [iri('a', '1'), iri('a', '2')] });
  expect(stimuli.filter(({ conditionId }) => conditionId === 'ceiling').map(({ targetId, queryHash }) => [targetId, queryHash])).toEqual([['1', 'target-1'], ['2', 'target-2']]);
});

it('the strict rule of classification leaves out what the network itself does not name, and says how many', () => {
  const strict = { ...defaultStudyConfiguration('classification'), task: { name: 'classification' as const, labels: ['bird', 'cat'], onlyNamedByNetwork: true } };
  const iris = [iri('a', '1', { label: 'bird', isNamedByNetwork: true }), iri('a', '2', { label: 'cat', isNamedByNetwork: false }), iri('a', '3', { label: 'dog', isNamedByNetwork: true })];
  expect(stimuliOf({ elsewhere, configuration: strict, conditions: [condition('a')], iris })).toMatchObject({ stimuli: [{ targetId: '1' }], targetRule: "The 1 target with an accepted IRI. 2 accepted IRIs cannot be used by the task's rules." });
});

it('sets of targets that look alike are drawn from the distances of the image set', () => {
  const near = { ...defaultStudyConfiguration('matching'), task: { name: 'matching' as const, setSize: 2, sets: { kind: 'near' as const, distance: 'nlpd' as const } } };
  const iris = ['1', '2', '3', '4'].map((target) => iri('a', target));
  // 1-2: 5, 1-3: 1, 1-4: 5, 2-3: 5, 2-4: 2, 3-4: 5.
  const distances = { imageSetId: '', distance: 'nlpd', fileHashes: ['1', '2', '3', '4'], values: Float32Array.of(5, 1, 5, 5, 2, 5) };
  expect(stimuliOf({ elsewhere, configuration: near, conditions: [condition('a')], iris, distances }).sets).toEqual([['1', '3'], ['2', '4']]);
});

it('stimuli made elsewhere are a condition like any other, of the targets that the runs share by their files', () => {
  const made: StudyConditionRecord = { conditionId: 'made', name: 'Metamers', factors: {}, run: undefined, stimuli: { stimulusSetId: 's', condition: 'late' } };
  const stimulus: StimulusRecord = {
    id: 'x', stimulusSetId: 's', position: 0, condition: 'late', factors: {}, targetName: 't', targetFileHash: '2', name: 'm', fileHash: 'metamer-2', seedName: null, seedFileHash: null, label: 'cat',
    networkId: null, layer: null, networkName: null, audit: undefined,
  };
  const { stimuli } = stimuliOf({ configuration, conditions: [condition('a'), made], iris: [iri('a', '1'), iri('a', '2')], elsewhere: new Map([['made', [stimulus]]]) });
  expect(stimuli).toMatchObject([{ conditionId: 'a', targetId: '2' }, { conditionId: 'made', targetId: '2', queryHash: 'metamer-2', targetHash: '2', seedHash: null, label: 'cat' }]);
});
