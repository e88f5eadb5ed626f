import { Type, type Static } from 'typebox';
import { answeredPlaces } from './places.ts';
import { percent, ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('one-place', {
  share: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Of the answers at one place of the screen (a side, a position), from which a session fails. The plan spreads right answers over the places.' }),
  // 10 of 10 on one of two sides come by chance once in 512.
  minimumCount: Type.Integer({ minimum: 2, maximum: 400, description: 'Fewer answers can be at one place by chance and are not judged.' }),
});

export const onePlace: QualityRule<Static<typeof settings>> = {
  name: 'one-place',
  reason: 'one_sided',
  title: 'One side',
  summary: 'Nearly all answers at the same place of the screen, whatever is shown.',
  settings,
  defaults: { rule: 'one-place', share: 0.95, minimumCount: 10, action: 'flag' },
  concernsPrograms: true,
  definition: ({ share, minimumCount }) => `at least ${percent(share)} of ${minimumCount} or more answers were at the same place of the screen`,
  judge(facts, { share, minimumCount }) {
    const places = answeredPlaces(facts);
    if (places.length < minimumCount) return undefined;
    const counts = new Map<string, number>();
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return { isFailed: most / places.length >= share, values: { samePlace: most, answers: places.length, share: most / places.length }, sentence: `${most} of ${places.length} answers were at one place of the screen; ${percent(share)} is too many.` };
  },
};
