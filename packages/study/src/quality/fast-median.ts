import { Type, type Static } from 'typebox';
import { ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('fast-median', {
  minimumMs: Type.Integer({ minimum: 0, maximum: 60_000, description: 'Of the median time to answer.' }),
});

export const fastMedian: QualityRule<Static<typeof settings>> = {
  name: 'fast-median',
  reason: 'fast_median',
  title: 'Median time',
  summary: 'Half of the answers faster than somebody who looks: finds who hurries all the way, where no single answer is impossible.',
  settings,
  defaults: { rule: 'fast-median', minimumMs: 400, action: 'flag' },
  concernsPrograms: true,
  definition: ({ minimumMs }) => `the median time to answer was under ${minimumMs} ms`,
  judge({ main }, { minimumMs }) {
    const times = main.map(({ response }) => response.responseTimeMs).sort((a, b) => a - b);
    const [low, high] = [times[Math.floor((times.length - 1) / 2)], times[Math.ceil((times.length - 1) / 2)]];
    if (low === undefined || high === undefined) return undefined;
    const medianMs = (low + high) / 2;
    return { isFailed: medianMs < minimumMs, values: { medianMs, answers: times.length }, sentence: `Half of ${times.length} answers took at most ${Math.round(medianMs)} ms; the median must be ${minimumMs} ms.` };
  },
};
