import { Type, type Static } from 'typebox';
import { percent, ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('held-keys', {
  mostShare: Type.Number({ minimum: 0, maximum: 1, description: 'Of the answers by key, that may come without the key before having been let go.' }),
  minimumCount: Type.Integer({ minimum: 2, maximum: 400, description: 'Fewer answers by key are not judged.' }),
});

export const heldKeys: QualityRule<Static<typeof settings>> = {
  name: 'held-keys',
  reason: 'keys_unreleased',
  title: 'Keys without release',
  summary: 'Key presses whose key was never let go: no finger does that, scripts that send presses do.',
  settings,
  defaults: { rule: 'held-keys', mostShare: 0.5, minimumCount: 10, action: 'flag' },
  concernsPrograms: false,
  definition: ({ mostShare, minimumCount }) => `of ${minimumCount} or more answers by key, more than ${percent(mostShare)} came while a key pressed before had not been let go`,
  judge({ answers }, { mostShare, minimumCount }) {
    const counts = answers.flatMap(({ inputType, unreleasedKeyCount }) => (inputType === 'keyboard' && unreleasedKeyCount !== undefined ? [unreleasedKeyCount] : []));
    if (counts.length < minimumCount) return undefined;
    const unreleased = counts.filter((count) => count > 0).length;
    return { isFailed: unreleased / counts.length > mostShare, values: { unreleased, answers: counts.length, share: unreleased / counts.length }, sentence: `${unreleased} of ${counts.length} answers by key came while the key before had not been let go; ${percent(mostShare)} may.` };
  },
};
