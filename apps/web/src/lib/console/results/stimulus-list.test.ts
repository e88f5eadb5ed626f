import { expect, it } from 'vitest';
import { labelsOf, orderedStimuli, picturesOf, placeRows, trendSentence, type AnsweredStimulus, type ConditionStimuli, type StimulusOrder } from './stimulus-list.ts';

const interval = { lower: -0.1, upper: 0.05, level: 0.95, method: 'm' };
const stimulus = (targetId: string, share: number | null, raters: number, label: string | null = null): AnsweredStimulus =>
  ({ targetId, targetName: `${targetId}.png`, label, queryHash: 'q', targetHash: 't', seedHash: null, share, interval: null, answers: raters, raters, distance: null });
const stimuli = [stimulus('none', null, 0), stimulus('low', 0.1, 3, 'cat'), stimulus('half', 0.5, 4, 'cat'), stimulus('half more', 0.5, 9), stimulus('high', 1, 3, 'bird')];
const order = (by: StimulusOrder, label = '') => orderedStimuli(stimuli, { order: by, label }).map(({ targetId }) => targetId);

it('stimuli stand by share, and those that nobody answered come last', () => {
  expect(order('lowest')).toEqual(['low', 'half more', 'half', 'high', 'none']);
  expect(order('highest')).toEqual(['high', 'half more', 'half', 'low', 'none']);
  expect(order('split')).toEqual(['half more', 'half', 'low', 'high', 'none']);
});

it('a label leaves the others out', () => {
  expect(order('lowest', 'cat')).toEqual(['low', 'half']);
  expect(labelsOf(stimuli)).toEqual(['bird', 'cat']);
});

it('a stimulus without a seed has two pictures', () => {
  expect(picturesOf(stimuli[1]!).map(({ url, caption }) => [url, caption])).toEqual([['/api/files/t', 'Target'], ['/api/files/q', 'Stimulus']]);
});

it('a slope that is not told from 0 is not called a change', () => {
  const trend = { bins: [], withoutDistance: 0, slope: { estimate: -0.02, interval, p: 0.6 } };
  expect(trendSentence(trend)).toBe('No change of the score with d is shown: −0.02 [−0.10, +0.05] for each doubling of d.');
  expect(trendSentence({ ...trend, slope: { ...trend.slope, p: 0.01 } })).toMatch(/^The score changes by −0.02/);
});

it('references have no place, and a condition without one says why', () => {
  const condition = (name: string, between: ConditionStimuli['between']): ConditionStimuli =>
    ({ condition: { id: name, name, reference: null, factors: {} }, stimuli: [], labels: [], trend: { value: null, reason: null }, between });
  const rows = placeRows([condition('net', { references: [], place: { value: null, reason: { code: 'no_references', text: 'No floor.' } } }), condition('Original', null)]);
  expect(rows.map(({ name, cells }) => [name, cells[0]])).toEqual([['net', { text: '–', note: 'No floor.' }]]);
});
