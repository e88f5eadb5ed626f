import { Type, type Static } from 'typebox';
import type { QualityFacts } from './facts.ts';
import { ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('practice-attempts', {
  mostRounds: Type.Integer({ minimum: 1, maximum: 50, description: 'Rounds of practice, one of which must be passed.' }),
});

export const practiceAttempts: QualityRule<Static<typeof settings>> = {
  name: 'practice-attempts',
  reason: 'practice_failed',
  title: 'Practice',
  summary: 'Rounds of practice until one is passed. Without the rule, practice goes on for ever.',
  settings,
  defaults: { rule: 'practice-attempts', mostRounds: 8, action: 'end' },
  concernsPrograms: true,
  definition: ({ mostRounds }) => `practice was not passed within ${mostRounds === 1 ? 'one round' : `${mostRounds} rounds`}`,
  judge(facts, { mostRounds }) {
    if (!facts.practice.required || facts.practice.feedback.length === 0) return undefined;
    const failed = failedRounds(facts);
    return { isFailed: failed >= mostRounds, values: { failedRounds: failed, mostRounds }, sentence: `${failed} rounds of practice were not passed; ${mostRounds} may be tried.` };
  },
  lost: { ending: 'practice_not_passed', isLost: (facts, { mostRounds }) => failedRounds(facts) >= mostRounds },
};

/** Rounds before the one that passed, or that is being answered. */
function failedRounds({ practice: { round } }: QualityFacts): number {
  return round;
}
