import { Type, type Static } from 'typebox';
import type { ReceivedAnswer } from '../response.ts';
import type { QualityFacts } from './facts.ts';
import { ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('claimed-time', {
  slackMs: Type.Integer({ minimum: 0, maximum: 600_000, description: 'By which the time that answers claim may exceed what passed by the server’s clock.' }),
});

/** Answers that were given, by the device's own clock, before the one before them: a clock that is set back makes one, so a few mean nothing. */
const mostOverlapShare = 0.1;
const fewestOverlaps = 3;

export const claimedTime: QualityRule<Static<typeof settings>> = {
  name: 'claimed-time',
  reason: 'impossible_times',
  title: 'Times that cannot be',
  summary: 'Answers that claim more time than passed by the server’s clock, or that overlap one another. Somebody who was offline sends late, never too early.',
  settings,
  defaults: { rule: 'claimed-time', slackMs: 2000, action: 'flag' },
  concernsPrograms: false,
  definition: ({ slackMs }) => `answers claimed at least ${slackMs} ms more than passed between the consent and their arrival at the server, or more than a tenth of them was shown before the answer before was given`,
  judge(facts, { slackMs }) {
    const { claimedMs, passedMs, excessMs } = largestExcess(facts);
    const overlaps = overlapCount(facts.answers);
    const known = facts.consentedAt !== undefined && facts.answers.some(({ receivedAt }) => receivedAt !== undefined);
    if (facts.answers.length === 0 || !known) return undefined;
    const overlapping = overlaps >= fewestOverlaps && overlaps / facts.answers.length > mostOverlapShare;
    const sentence = overlapping && excessMs <= slackMs
      ? `${overlaps} of ${facts.answers.length} trials were shown before the answer before was given.`
      : `Answers that claim ${seconds(claimedMs)} came within ${seconds(passedMs)} of the consent${overlapping ? `, and ${overlaps} trials overlap` : ''}.`;
    return { isFailed: excessMs > slackMs || overlapping, values: { claimedMs, passedMs, excessMs, overlaps, answers: facts.answers.length }, sentence };
  },
};

/** Where the time that all answers claim together runs furthest ahead of the server's clock. It ticks on while somebody is offline, so that only who makes times up gets ahead. */
function largestExcess({ answers, consentedAt }: QualityFacts): { readonly claimedMs: number; readonly passedMs: number; readonly excessMs: number } {
  let claimedMs = 0;
  let largest = { claimedMs: 0, passedMs: 0, excessMs: Number.NEGATIVE_INFINITY };
  for (const answer of answers) {
    claimedMs += timeClaimedBy(answer);
    if (answer.receivedAt === undefined || consentedAt === undefined) continue;
    const passedMs = answer.receivedAt.getTime() - consentedAt.getTime();
    if (claimedMs - passedMs > largest.excessMs) largest = { claimedMs, passedMs, excessMs: claimedMs - passedMs };
  }
  return largest.excessMs === Number.NEGATIVE_INFINITY ? { claimedMs, passedMs: 0, excessMs: 0 } : largest;
}

/** What came one after another: the pictures that were shown first, the answer, and how sure the rater was. */
function timeClaimedBy({ responseTimeMs, leadShownMs = 0, queryShownMs = 0, maskShownMs = 0, confidenceTimeMs = 0 }: ReceivedAnswer): number {
  return responseTimeMs + leadShownMs + queryShownMs + maskShownMs + confidenceTimeMs;
}

/** Clocks are read in whole milliseconds, some in hundredths of a second. */
const clockGrainMs = 100;

function overlapCount(answers: readonly ReceivedAnswer[]): number {
  return answers.filter((answer, index) => {
    const before = answers[index - 1];
    return before !== undefined && Date.parse(answer.presentedAt) + clockGrainMs < Date.parse(before.presentedAt) + before.responseTimeMs;
  }).length;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
