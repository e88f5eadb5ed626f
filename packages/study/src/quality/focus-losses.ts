import { Type, type Static } from 'typebox';
import type { QualityFacts } from './facts.ts';
import { ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('focus-losses', {
  mostCount: Type.Integer({ minimum: 0, maximum: 1000, description: 'Times that the window may lose the focus during trials.' }),
});

export const focusLosses: QualityRule<Static<typeof settings>> = {
  name: 'focus-losses',
  reason: 'distracted',
  title: 'Focus losses',
  summary: 'How often another window or tab came in front during trials of the main phase.',
  settings,
  defaults: { rule: 'focus-losses', mostCount: 20, action: 'flag' },
  concernsPrograms: false,
  definition: ({ mostCount }) => `the window lost the focus more than ${mostCount} times during trials`,
  judge(facts, { mostCount }) {
    if (facts.main.length === 0) return undefined;
    const losses = lossesOf(facts);
    return { isFailed: losses > mostCount, values: { losses, trials: facts.main.length }, sentence: `The window lost the focus ${losses} times in ${facts.main.length} trials; ${mostCount} may be.` };
  },
  lost: { ending: 'screened_out', isLost: (facts, { mostCount }) => lossesOf(facts) > mostCount },
};

function lossesOf({ main }: QualityFacts): number {
  return main.reduce((sum, { response }) => sum + response.focusLossCount, 0);
}
