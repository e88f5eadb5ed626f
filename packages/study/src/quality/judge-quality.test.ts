import { describe, expect, it } from 'vitest';
import { createRandom } from '@lookalike/random';
import { defaultStudyConfiguration, endingAtCompletion, endingUnderWay, exclusionReasons, openSession, planPracticeRound, planSession, qualityFacts, qualityFlags, qualityRules, ruleOf, tasks, type PlannedTrial, type JudgedFacts, type QualityRuleSettings, type ReceivedAnswer, type ResponseSubmission, type StudyConfiguration } from '../index.ts';
import { configurationWith, makeStudy, planTwoAfc } from '../example-study.test-data.ts';
import type { TwoAfcTrial } from '../tasks/two-afc/trial.ts';

const configuration = defaultStudyConfiguration();
const plan = planTwoAfc(makeStudy({ conditionCount: 2, targetCount: 20, configuration }), 0);
type Trial = PlannedTrial<TwoAfcTrial>;
const isMain = ({ phase }: PlannedTrial): boolean => phase === 'main';

/** Reasons for a session in which every trial is answered as `change` says; by default attentively. */
function reasonsFor(change: (trial: Trial, position: number) => Partial<ResponseSubmission> | 'missing' = () => ({})): string[] {
  const responses = plan.flatMap((trial, index): ResponseSubmission[] => {
    const changed = isMain(trial) ? change(trial, index - configuration.trials.practiceCount) : {};
    if (changed === 'missing') return [];
    return [{
      responseId: `r-${index}`, trialIndex: trial.trialIndex, round: 0, answer: { side: trial.alignedSide }, responseTimeMs: 800, presentedAt: '2026-01-01T00:00:00Z',
      focusLossCount: 0, viewportWidthPx: 800, viewportHeightPx: 600, devicePixelRatio: 1, inputType: 'mouse', imageLoadMs: 5, ...changed,
    }];
  });
  return exclusionReasons(qualityFacts({ session: openSession({ configuration, plan, consentHash: '', state: 'in_progress', responses }) }));
}

const onSide = (side: 'left' | 'right'): Pick<ResponseSubmission, 'answer'> => ({ answer: { side } });
const wrongSide = (trial: Trial): Pick<ResponseSubmission, 'answer'> => onSide(trial.alignedSide === 'left' ? 'right' : 'left');

describe('exclusionReasons', () => {
  it('finds none in an attentive, complete session', () => {
    expect(reasonsFor()).toEqual([]);
  });

  it('does not mind a rater who never takes the target: that is a finding', () => {
    expect(reasonsFor((trial) => (trial.role === 'scored' ? wrongSide(trial) : {}))).toEqual([]);
  });

  it('flags failed catch trials below the configured share, not at it', () => {
    const catches = plan.filter((trial) => isMain(trial) && trial.role === 'catch');
    const failing = (count: number) => reasonsFor((trial) => (catches.slice(0, count).includes(trial) ? wrongSide(trial) : {}));
    expect(catches).toHaveLength(4);
    expect(failing(1)).toEqual([]);
    expect(failing(2)).toEqual(['catch_failed']);
  });

  it('flags a session with more than a fifth of its answers below the minimum time', () => {
    const fastUpTo = (count: number) => reasonsFor((_, position) => (position < count ? { responseTimeMs: 199 } : { responseTimeMs: 200 }));
    expect([fastUpTo(7), fastUpTo(8)]).toEqual([[], ['too_fast']]);
  });

  it('flags a session with 95 % of its answers on one side', () => {
    const leftUpTo = (count: number) => reasonsFor((trial, position) => (trial.role === 'catch' ? {} : onSide(position < count ? 'left' : 'right')));
    expect(leftUpTo(18)).toEqual([]);
    expect(reasonsFor(() => onSide('right'))).toEqual(['catch_failed', 'one_sided', 'straight_lined']);
    expect(reasonsFor((_, position) => onSide(position < 1 ? 'right' : 'left'))).toContain('one_sided');
    // 34 of 36 are 94.4 %.
    expect(reasonsFor((_, position) => onSide(position < 2 ? 'right' : 'left'))).not.toContain('one_sided');
  });

  it('flags an incomplete session', () => {
    expect(reasonsFor((_, position) => (position === 35 ? 'missing' : {}))).toEqual(['incomplete']);
  });

  it('does not call nine answers one-sided', () => {
    expect(reasonsFor((trial, position) => (position >= 9 ? 'missing' : onSide(trial.role === 'catch' ? trial.alignedSide : 'left')))).toEqual(['incomplete']);
  });

  it('counts a catch trial whose time ran out as failed, and no place for it', () => {
    const catches = plan.filter((trial) => isMain(trial) && trial.role === 'catch');
    expect(reasonsFor((trial) => (catches.slice(0, 2).includes(trial) ? { answer: null } : {}))).toEqual(['catch_failed']);
    expect(reasonsFor((trial, position) => (trial.role === 'catch' || position < 9 ? {} : { answer: null }))).toEqual([]);
  });

  it.each(Object.keys(tasks) as (keyof typeof tasks)[])('judges sessions of %s by the same rules', (name) => {
    const ofTask: StudyConfiguration = configurationWith({}, name);
    const planned = planSession(makeStudy({ conditionCount: 2, targetCount: 30, configuration: ofTask }), 0);
    const answers = { right: rightAnswer, first: firstAnswer };
    const reasonsOf = (kind: keyof typeof answers) => exclusionReasons(qualityFacts({
      session: openSession({
        configuration: ofTask, plan: planned, consentHash: '', state: 'in_progress',
        responses: planned.map((trial): ResponseSubmission => ({ ...measured, responseId: `r-${trial.trialIndex}`, trialIndex: trial.trialIndex, round: 0, answer: answers[kind](trial) })),
      }),
    }));
    expect(reasonsOf('right')).toEqual([]);
    expect(reasonsOf('first')).toContain('catch_failed');
    expect(reasonsOf('first')).toContain('one_sided');
  });
});

const measured = { responseTimeMs: 1500, presentedAt: '2026-01-01T00:00:00Z', focusLossCount: 0, viewportWidthPx: 800, viewportHeightPx: 600, devicePixelRatio: 1, inputType: 'mouse', imageLoadMs: 5 } as const;

/** The right answer to a trial of any task, by the task's own fields. */
function rightAnswer(trial: PlannedTrial): Record<string, unknown> {
  const { alignedSide, match, label } = trial as PlannedTrial & { alignedSide?: string; match?: readonly number[]; label?: string };
  return alignedSide !== undefined ? { side: alignedSide } : match !== undefined ? { assignment: match } : { label };
}

/** What somebody answers who does not look. */
function firstAnswer(trial: PlannedTrial): Record<string, unknown> {
  const { match, labels } = trial as PlannedTrial & { match?: readonly number[]; labels?: readonly string[] };
  return labels !== undefined ? { label: labels[0] } : match !== undefined ? { assignment: match.map((_, position) => position) } : { side: 'left' };
}

/** Somebody who answers every trial rightly at once, by a program, as `claim` says; received by the server as `receivedAt` says. */
function judged({ rules, answers, kind = 'person' }: { readonly rules: readonly QualityRuleSettings[]; readonly answers: readonly (Partial<ResponseSubmission> & { readonly receivedMs: number })[]; readonly kind?: JudgedFacts['kind'] }): JudgedFacts {
  const studied: StudyConfiguration = { ...configuration, quality: [...rules] };
  const responses = answers.map(({ receivedMs, ...change }, index): ReceivedAnswer => {
    const trial = plan[index]!;
    return { ...measured, responseId: `r-${index}`, trialIndex: trial.trialIndex, round: 0, answer: { side: trial.alignedSide }, receivedAt: new Date(consentedAt.getTime() + receivedMs), ...change };
  });
  return qualityFacts({ session: openSession({ configuration: studied, plan, consentHash: '', state: 'in_progress', consentGiven: true, responses }), kind, consentedAt });
}

const consentedAt = new Date('2026-01-01T00:00:00Z');
const claimedTime: QualityRuleSettings = { rule: 'claimed-time', slackMs: 2000, action: 'flag' };
const at = (ms: number): string => new Date(consentedAt.getTime() + ms).toISOString();

describe('times that cannot be', () => {
  const rules = [claimedTime];

  it('finds a program that sends 28 answers "of 900 ms" within 0.9 s', () => {
    const bot = Array.from({ length: 28 }, (_, index) => ({ responseTimeMs: 900, presentedAt: at(index * 30), receivedMs: 100 + index * 30 }));
    const [flag] = qualityFlags(judged({ rules, answers: bot }));
    expect(flag).toMatchObject({ rule: 'claimed-time', reason: 'impossible_times', action: 'flag', values: { claimedMs: 25_200, passedMs: 910, excessMs: 24_290, overlaps: 27 } });
    expect(flag?.sentence).toBe('Answers that claim 25.2 s came within 0.9 s of the consent, and 27 trials overlap.');
  });

  it('finds one that waits as long as it claims, but whose trials overlap', () => {
    const bot = Array.from({ length: 28 }, (_, index) => ({ responseTimeMs: 900, presentedAt: at(0), receivedMs: 60_000 + index }));
    expect(qualityFlags(judged({ rules, answers: bot }))[0]?.sentence).toBe('27 of 28 trials were shown before the answer before was given.');
  });

  it('never finds somebody who looks, answers and sends late, whatever their clock says', () => {
    const random = createRandom('honest');
    for (let rater = 0; rater < 300; rater++) {
      const rng = random.child(`${rater}`);
      const skewMs = (rng.integer(2_000_000) - 1_000_000) * 1000;
      let clockMs = rng.integer(60_000);
      let sentMs = 0;
      const answers = Array.from({ length: 40 }, () => {
        clockMs += rng.integer(3000);
        const presentedAt = at(clockMs + skewMs);
        const responseTimeMs = rng.integer(rng.integer(10) === 0 ? 600_000 : 3000);
        clockMs += responseTimeMs;
        // Offline for a while: everything goes later, in order.
        sentMs = Math.max(sentMs, clockMs + (rng.integer(5) === 0 ? rng.integer(3_600_000) : rng.integer(500)));
        return { responseTimeMs, presentedAt, receivedMs: sentMs };
      });
      expect(qualityFlags(judged({ rules, answers }))).toEqual([]);
    }
  });

  it('forgives a clock that was set back once', () => {
    const answers = Array.from({ length: 28 }, (_, index) => ({ responseTimeMs: 900, presentedAt: at(index * 1000 - (index > 14 ? 3_600_000 : 0)), receivedMs: (index + 1) * 1000 }));
    expect(qualityFlags(judged({ rules, answers }))).toEqual([]);
  });

  it('says nothing of simulated raters, and of answers whose arrival nobody noted', () => {
    const bot = Array.from({ length: 28 }, () => ({ responseTimeMs: 900, receivedMs: 100 }));
    expect(qualityFlags(judged({ rules, answers: bot, kind: 'simulated' }))).toEqual([]);
    expect(qualityFlags({ ...judged({ rules, answers: bot }), consentedAt: undefined })).toEqual([]);
  });
});

describe('each rule', () => {
  const slow = (change: (index: number) => Partial<ResponseSubmission>, count = 28) =>
    Array.from({ length: count }, (_, index) => ({ responseTimeMs: 900, presentedAt: at(index * 1000), receivedMs: (index + 1) * 1000, ...change(index) }));
  const verdict = (rule: QualityRuleSettings, change: (index: number) => Partial<ResponseSubmission>) => qualityFlags(judged({ rules: [rule], answers: slow(change) })).map(({ reason, sentence }) => `${reason}: ${sentence}`);

  it.each<[QualityRuleSettings, (index: number) => Partial<ResponseSubmission>, (index: number) => Partial<ResponseSubmission>, string]>([
    [{ rule: 'fast-median', minimumMs: 400, action: 'flag' }, (index) => ({ responseTimeMs: index < 14 ? 399 : 401 }), (index) => ({ responseTimeMs: index < 17 ? 399 : 900 }), 'fast_median: Half of 24 answers took at most 399 ms; the median must be 400 ms.'],
    [{ rule: 'straight-lines', runLength: 15, action: 'flag' }, (index) => (index < 18 && index >= 4 ? { answer: { side: 'left' } } : index === 18 ? { answer: { side: 'right' } } : {}), (index) => (index < 19 ? { answer: { side: 'left' } } : { answer: { side: 'right' } }), 'straight_lined: 15 answers in a row were at the same place; 15 is too many.'],
    [{ rule: 'focus-losses', mostCount: 3, action: 'flag' }, (index) => ({ focusLossCount: index > 24 ? 1 : 0 }), (index) => ({ focusLossCount: index > 23 ? 1 : 0 }), 'distracted: The window lost the focus 4 times in 24 trials; 3 may be.'],
    [{ rule: 'held-keys', mostShare: 0.5, minimumCount: 10, action: 'flag' }, (index) => ({ inputType: 'keyboard', unreleasedKeyCount: index % 2 }), (index) => ({ inputType: 'keyboard', unreleasedKeyCount: index > 0 ? 1 : 0 }), 'keys_unreleased: 27 of 28 answers by key came while the key before had not been let go; 50 % may.'],
    [{ rule: 'untrusted-events', mostShare: 0.25, action: 'flag' }, (index) => ({ isTrusted: index >= 7 }), (index) => ({ isTrusted: index >= 8 }), 'untrusted_events: 8 of 28 answers came by events that a script had made; 25 % may.'],
  ])('$rule fails above its limit and not at it', (rule, honest, failing, sentence) => {
    expect(verdict(rule, honest)).toEqual([]);
    expect(verdict(rule, failing)).toEqual([sentence]);
    expect(verdict(rule, () => ({}))).toEqual([]);
  });

  it('judges no session without an answer', () => {
    for (const { defaults } of Object.values(qualityRules)) expect(qualityFlags(judged({ rules: [defaults], answers: [] }))).toEqual([]);
  });

  it('has a reason, a title and a definition of its own', () => {
    const all = Object.values(qualityRules);
    expect(new Set(all.map(({ reason }) => reason)).size).toBe(all.length);
    for (const { name, defaults, title, summary } of all) {
      expect([defaults.rule, title === '', summary === '']).toEqual([name, false, false]);
      expect(ruleOf(defaults).definition(defaults)).not.toMatch(/undefined|NaN|\.$/);
    }
  });
});

describe('ending by a rule', () => {
  const ending: QualityRuleSettings = { rule: 'catch-accuracy', minimumShare: 0.75, action: 'end' };
  const catches = plan.filter((trial) => isMain(trial) && trial.role === 'catch');
  const upTo = (trial: Trial, wrongCount: number, rules: readonly QualityRuleSettings[] = [ending]) =>
    judged({ rules, answers: plan.slice(0, trial.trialIndex + 1).map((each, index) => ({ receivedMs: (index + 1) * 2000, ...(catches.slice(0, wrongCount).includes(each) ? wrongSide(each) : {}) })) });

  it('ends as soon as the catch trials cannot be met any more, and only where the study says so', () => {
    expect(catches).toHaveLength(4);
    expect(endingUnderWay(upTo(catches[0]!, 1))).toBeUndefined();
    expect(endingUnderWay(upTo(catches[1]!, 2))).toBe('screened_out');
    expect(exclusionReasons(upTo(catches[1]!, 2))).toEqual(['incomplete', 'catch_failed']);
    expect(endingUnderWay(upTo(catches[1]!, 2, [{ ...ending, action: 'flag' }]))).toBeUndefined();
  });

  it('is failed checks for who has answered everything', () => {
    const last = plan.at(-1)!;
    expect([endingUnderWay(upTo(last, 2)), endingAtCompletion(upTo(last, 2))]).toEqual([undefined, 'failed_checks']);
    expect(endingAtCompletion(upTo(last, 1))).toBe('completed');
    expect(endingAtCompletion(upTo(last, 2, [{ ...ending, action: 'flag' }]))).toBe('completed');
  });

  it('ends practice after the rounds that the study gives', () => {
    const mostRounds = (count: number): StudyConfiguration => ({ ...configuration, quality: [{ rule: 'practice-attempts', mostRounds: count, action: 'end' }] });
    const failed = [0, 1].flatMap((round) => planPracticeRound(configuration, plan, round).map((trial): ResponseSubmission => ({ ...measured, responseId: `${round}-${trial.trialIndex}`, trialIndex: trial.trialIndex, round, ...wrongSide(trial as Trial) })));
    const facts = (count: number, responses: readonly ResponseSubmission[]) => qualityFacts({ session: openSession({ configuration: mostRounds(count), plan, consentHash: '', state: 'in_progress', responses }) });
    expect(endingUnderWay(facts(2, failed.slice(0, -1)))).toBeUndefined();
    expect(endingUnderWay(facts(2, failed))).toBe('practice_not_passed');
    expect(endingUnderWay(facts(3, failed))).toBeUndefined();
    expect(exclusionReasons(facts(2, failed))).toEqual(['incomplete', 'practice_failed']);
  });
});
