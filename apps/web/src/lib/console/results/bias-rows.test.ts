import { expect, it } from 'vitest';
import { tendencyRows, timeFigureRows, timeRows } from './bias-rows.ts';
import type { BiasResult } from './results-view.ts';

const share = (estimate: number) => ({ value: { estimate, interval: { lower: 0.4, upper: 0.6, level: 0.95, method: 'm' }, n: { trials: 1200, raters: 12 } }, reason: null });
const missing = { value: null, reason: { code: 'no_sides', text: 'This task has no sides.' } };
const quantilesMs = { p10: 200, p25: 400, p50: 1234.4, p75: 2000, p90: 3000 };
const condition = { id: 'a', name: 'robust', reference: null, factors: {} };
const result: BiasResult = {
  leftShare: share(0.52), catchAccuracy: share(0.9), lapse: share(0.2), criterion: missing, sensitivity: { code: 'unknown_rule', text: 'The decision rule is not known.' }, unanswered: 0,
  responseTimes: [
    { condition: null, outcome: 'hit', trials: 10, quantilesMs }, { condition: null, outcome: 'miss', trials: 0, quantilesMs: null }, { condition: null, outcome: 'catch_right', trials: 4, quantilesMs },
    { condition, outcome: 'hit', trials: 5, quantilesMs },
  ],
};

it('what a task does not have says why', () => {
  expect(tendencyRows(result).map(({ cells: [first] }) => first)).toEqual([...['0.52', '0.90', '0.20'].map((text) => ({ text, note: '[0.40, 0.60]' })), { text: '–', note: 'This task has no sides.' }]);
});

it('response times stand in groups, without outcomes that nobody had', () => {
  expect(timeFigureRows(result).map(({ heading, label, text }) => [heading, label, text])).toEqual([['All trials', 'went to the target (10)', '1,234 ms'], ['', 'catch trial, right (4)', '1,234 ms'], ['robust', 'went to the target (5)', '1,234 ms']]);
  expect(timeRows(result)).toHaveLength(3);
});
