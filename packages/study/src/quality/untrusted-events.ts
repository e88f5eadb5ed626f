import { Type, type Static } from 'typebox';
import { percent, ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('untrusted-events', {
  mostShare: Type.Number({ minimum: 0, maximum: 1, description: 'Of the answers whose event a script made, that a session may have. Some browser extensions that help people with their hands make such events.' }),
});

export const untrustedEvents: QualityRule<Static<typeof settings>> = {
  name: 'untrusted-events',
  reason: 'untrusted_events',
  title: 'Scripted events',
  summary: 'Answers by events of which the browser says that a script made them.',
  settings,
  defaults: { rule: 'untrusted-events', mostShare: 0.2, action: 'flag' },
  concernsPrograms: false,
  definition: ({ mostShare }) => `more than ${percent(mostShare)} of the answers came by events that a script had made`,
  judge({ answers }, { mostShare }) {
    const known = answers.filter(({ isTrusted }) => isTrusted !== undefined);
    if (known.length === 0) return undefined;
    const untrusted = known.filter(({ isTrusted }) => isTrusted === false).length;
    return { isFailed: untrusted / known.length > mostShare, values: { untrusted, answers: known.length, share: untrusted / known.length }, sentence: `${untrusted} of ${known.length} answers came by events that a script had made; ${percent(mostShare)} may.` };
  },
};
