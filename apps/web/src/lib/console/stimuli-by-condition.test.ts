import { expect, it } from 'vitest';
import type { StimulusView } from '../api/views.ts';
import { stimuliByCondition } from './stimuli-by-condition.ts';

const file = { name: 'a.png', url: '/a' };
const nothing = { representationDistance: null, nullPercentile: null, nullPairCount: null, topClass: null, device: null, message: null };
const stimulus = (condition: string, audit: StimulusView['audit'] = null): StimulusView => ({ id: '', condition, factors: { loss: condition }, target: file, stimulus: file, seed: null, label: null, network: null, audit });
const done = (representationDistance: number, isSame: boolean): StimulusView['audit'] => ({ ...nothing, state: 'done', representationDistance, topClass: { target: 0, targetName: null, stimulus: 0, stimulusName: null, isSame } });

it('groups stimuli by condition, in the order in which conditions come first', () => {
  const groups = stimuliByCondition([stimulus('b'), stimulus('a'), stimulus('b')]);
  expect(groups.map(({ name, factors, stimuli, audit }) => [name, factors, stimuli.length, audit])).toEqual([['b', { loss: 'b' }, 2, undefined], ['a', { loss: 'a' }, 1, undefined]]);
});

it('says what the audits of a condition come to', () => {
  const failed: StimulusView['audit'] = { ...nothing, state: 'failed', message: 'Too few images.' };
  const [all, waiting] = stimuliByCondition([
    ...[done(0.4, false), done(0.1, true), done(0.2, true), failed, failed].map((audit) => stimulus('a', audit)),
    stimulus('b', { ...nothing, state: 'pending' }),
  ]);
  expect(all?.audit).toEqual({ pendingCount: 0, doneCount: 3, medianDistance: 0.2, sameClassCount: 2, faults: ['Too few images.'] });
  expect(waiting?.audit).toEqual({ pendingCount: 1, doneCount: 0, medianDistance: undefined, sameClassCount: undefined, faults: [] });
  expect(stimuliByCondition([stimulus('a', done(0.1, true)), stimulus('a', done(0.3, true))])[0]?.audit?.medianDistance).toBeCloseTo(0.2, 12);
});
