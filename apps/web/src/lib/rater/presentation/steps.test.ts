import type { PresentationSettings } from '@lookalike/study';
import { expect, it } from 'vitest';
import { stepsOf } from './steps.ts';

const settings: PresentationSettings = {
  order: 'all-at-once', leadMs: 500, queryMs: 100, maskMs: 200, answerLimitMs: null, sizeUnit: 'css-px', size: 192, smallestSizePx: null, scaling: 'smooth', asksConfidence: false, asksComment: false,
};
const told = (order: PresentationSettings['order']) => stepsOf({ ...settings, order }, 10).map(({ name, shows, frameCount }) => [name, [...shows].join('+'), frameCount]);

it('all at once is one step', () => {
  expect(told('all-at-once')).toEqual([['answer', 'query+options', undefined]]);
});
it('query first and options first show one group alone, then both', () => {
  expect(told('query-first')).toEqual([['lead', 'query', 50], ['answer', 'query+options', undefined]]);
  expect(told('options-first')).toEqual([['lead', 'options', 50], ['answer', 'query+options', undefined]]);
});
it('a brief query is masked, and gone when the options come', () => {
  expect(told('brief-query')).toEqual([['query', 'query', 10], ['mask', '', 20], ['answer', 'options', undefined]]);
  expect(stepsOf({ ...settings, order: 'brief-query' }, 10).map(({ isMasked }) => isMasked)).toEqual([false, true, false]);
});
