import { Type, type Static } from 'typebox';
import { percent, ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('too-fast', {
  limitMs: Type.Integer({ minimum: 0, maximum: 5000, description: 'Answers faster than this are not believable.' }),
  mostShare: Type.Number({ minimum: 0, maximum: 1, description: 'Of such answers, that a session may have.' }),
});

export const tooFast: QualityRule<Static<typeof settings>> = {
  name: 'too-fast',
  reason: 'too_fast',
  title: 'Answers too fast',
  summary: 'Answers before anybody can have seen the pictures: a few are slips, many are clicking through.',
  settings,
  defaults: { rule: 'too-fast', limitMs: 200, mostShare: 0.2, action: 'flag' },
  concernsPrograms: true,
  definition: ({ limitMs, mostShare }) => `more than ${percent(mostShare)} of the answers came in under ${limitMs} ms`,
  judge({ main }, { limitMs, mostShare }) {
    if (main.length === 0) return undefined;
    const fast = main.filter(({ response }) => response.responseTimeMs < limitMs).length;
    return { isFailed: fast / main.length > mostShare, values: { fast, answers: main.length, share: fast / main.length }, sentence: `${fast} of ${main.length} answers came in under ${limitMs} ms; ${percent(mostShare)} may.` };
  },
};
