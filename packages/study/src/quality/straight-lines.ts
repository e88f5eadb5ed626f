import { Type, type Static } from 'typebox';
import { answeredPlaces } from './places.ts';
import { ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('straight-lines', {
  runLength: Type.Integer({ minimum: 5, maximum: 400, description: 'Answers at the same place one after another, from which a session fails.' }),
});

export const straightLines: QualityRule<Static<typeof settings>> = {
  name: 'straight-lines',
  reason: 'straight_lined',
  title: 'Straight lines',
  summary: 'A long run of the same answer, as of somebody who stopped looking for a while.',
  settings,
  // One of two sides fifteen times in a row comes by chance in one of a thousand sessions of forty trials.
  defaults: { rule: 'straight-lines', runLength: 15, action: 'flag' },
  concernsPrograms: true,
  definition: ({ runLength }) => `at least ${runLength} answers in a row were at the same place of the screen`,
  judge(facts, { runLength }) {
    const places = answeredPlaces(facts);
    if (places.length === 0) return undefined;
    let run = 0;
    let longestRun = 0;
    for (const [index, place] of places.entries()) {
      run = place === places[index - 1] ? run + 1 : 1;
      longestRun = Math.max(longestRun, run);
    }
    return { isFailed: longestRun >= runLength, values: { longestRun, answers: places.length }, sentence: `${longestRun} answers in a row were at the same place; ${runLength} is too many.` };
  },
};
