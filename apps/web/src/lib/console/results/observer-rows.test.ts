import { expect, it } from 'vitest';
import { agreementPoints, observerRows, type ObservedCondition } from './observer-rows.ts';

const interval = { lower: 0.1, upper: 0.3, level: 0.95, method: 'm' };
const estimate = (value: number | null) => ({ estimate: value, interval: value === null ? null : interval, n: { trials: 1, raters: 1, targets: 1 }, excluded: 0 });
const reason = { code: 'no_people', text: 'No people have answered.' };
const condition: ObservedCondition = {
  condition: { id: 'a', name: 'a', reference: null, factors: {} }, people: estimate(null), simulated: estimate(0.2), difference: { value: null, reason },
  agreement: { value: { correlation: 0.4, interval: null, stimuli: [{ targetId: 't', people: 0.2, simulated: 0.6, answers: { people: 5, simulated: 5 } }] }, reason: null },
  consistency: { value: { kappa: -0.1, interval: { ...interval, lower: -0.2 }, observed: 0.5, expected: 0.55, pairs: 4, compared: 80 }, reason: null }, amongPeople: { value: null, reason },
};

it('people beside programs: κ with what chance gives, and why something is missing', () => {
  expect(observerRows([condition])[0]!.cells).toEqual([
    { text: '–' }, { text: '0.20', note: '[0.10, 0.30]' }, { text: '–', note: reason.text }, { text: '0.40' },
    { text: '−0.10', note: '[−0.20, 0.30]' }, { text: '50 %', note: 'by chance 55 %' }, { text: '–', note: reason.text }, { text: '–' },
  ]);
});

it('a stimulus lies at the programs’ share across and the people’s up', () => {
  expect(agreementPoints(condition)).toEqual([{ label: 't', x: 0.6, y: 0.2 }]);
});
