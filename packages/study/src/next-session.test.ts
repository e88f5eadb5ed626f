import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockCount, consentRead, expectedTrial, missingTrialIndices, nextSession, openSession, planPracticeRound, practiceProgress, sessionProgress, visibleTrials,
  type PlannedTrial, type ResponseSubmission, type Session, type SessionEvent,
} from './index.ts';
import { configurationWith, makeStudy, planTwoAfc, sizesOf } from './example-study.test-data.ts';
import type { TwoAfcTrial } from './tasks/two-afc/trial.ts';

const consentHash = 'c'.repeat(64);
const configuration = configurationWith(sizesOf({ perCondition: 4, catchCount: 1, practiceCount: 3, practicePassCount: 2, blockSize: 5 }));
const plan = planTwoAfc(makeStudy({ conditionCount: 2, targetCount: 9, configuration }), 0);
const assigned = openSession({ configuration, plan, consentHash });

const consent: SessionEvent = { kind: 'consent', consentHash, tickedItems: [0, 1, 2] };
let idCount = 0;
const answer = ({ trialIndex, round, ...trial }: PlannedTrial, correct = true, responseId = `id-${idCount++}`): ResponseSubmission => ({
  responseId, trialIndex, round,
  answer: { side: correct === ((trial as unknown as TwoAfcTrial).alignedSide === 'left') ? 'left' : 'right' },
  responseTimeMs: 900, presentedAt: '2026-01-01T00:00:00Z', focusLossCount: 0,
  viewportWidthPx: 800, viewportHeightPx: 600, devicePixelRatio: 1, inputType: 'keyboard', imageLoadMs: 20,
});
const respond = (response: ResponseSubmission): SessionEvent => ({ kind: 'response', response });

function after(session: Session, ...events: readonly SessionEvent[]): Session {
  return events.reduce((current, event) => {
    const step = nextSession(current, event);
    if ('issue' in step) throw new Error(`${step.issue.code}: ${step.issue.message}`);
    return step.session;
  }, session);
}

/** Answers whatever is asked next, `count` times. */
function answered(session: Session, count: number, correct = true): Session {
  let current = session;
  for (let i = 0; i < count; i++) current = after(current, respond(answer(expectedTrial(current)!, correct)));
  return current;
}

function codeOf(session: Session, event: SessionEvent): string {
  const step = nextSession(session, event);
  return 'issue' in step ? step.issue.code : `went on to ${step.session.state}`;
}

const consented = after(assigned, consent);
const passed = answered(consented, 3);
const allAcknowledged = answered(passed, 9);
const completed = after(allAcknowledged, { kind: 'complete' });
const timedOut = after(passed, { kind: 'time-out' });
const withdrawn = after(passed, { kind: 'withdraw' });
const declined = after(assigned, { kind: 'decline' });

describe('nextSession', () => {
  it('goes from assigned over consented and in_progress to all_acknowledged and completed', () => {
    expect([assigned, consented, passed, allAcknowledged, completed].map(({ state }) => state)).toEqual(['assigned', 'consented', 'in_progress', 'all_acknowledged', 'completed']);
    expect(sessionProgress(allAcknowledged)).toEqual({ answered: 12, total: 12 });
  });

  it.each<[string, Session, SessionEvent, string]>([
    ['an answer before consent', assigned, respond(answer(plan[0]!)), 'rater.consent_required'],
    ['completing before consent', assigned, { kind: 'complete' }, 'rater.consent_required'],
    ['consent to another text', assigned, { ...consent, consentHash: 'd'.repeat(64) }, 'rater.consent_changed'],
    ['consent with an item unticked', assigned, { ...consent, tickedItems: [0, 2] }, 'rater.consent_incomplete'],
    ['declining after consent', consented, { kind: 'decline' }, 'rater.already_finished'],
    ['consent after declining', declined, consent, 'rater.already_finished'],
    ['skipping a trial', consented, respond(answer(plan[1]!)), 'rater.out_of_order'],
    ['a main trial before practice is passed', consented, respond(answer(plan[3]!)), 'rater.out_of_order'],
    ['a practice round that has not come', consented, respond({ ...answer(plan[0]!), round: 1 }), 'rater.out_of_order'],
    ['a second round of a practice that is passed', passed, respond({ ...answer(plan[0]!), round: 1 }), 'rater.out_of_order'],
    ['a trial that does not exist', passed, respond({ ...answer(plan[3]!), trialIndex: 99 }), 'rater.out_of_order'],
    ['another answer to an answered trial', passed, respond(answer(plan[1]!)), 'rater.already_answered'],
    ['another answer to an answered trial after completion', completed, respond(answer(plan[5]!)), 'rater.already_answered'],
    ['a used response id on another trial', passed, respond({ ...answer(plan[3]!), responseId: passed.responses[0]!.responseId }), 'rater.already_answered'],
    ['completing with answers missing', passed, { kind: 'complete' }, 'rater.responses_missing'],
    ['an answer of another task', passed, respond({ ...answer(plan[3]!), answer: { label: 'cat' } }), 'rater.answer_unfit'],
    ['no answer where there is no limit', passed, respond({ ...answer(plan[3]!), answer: null }), 'rater.answer_unfit'],
    ['an answer more than planned', allAcknowledged, respond({ ...answer(plan[0]!), trialIndex: 12 }), 'rater.already_finished'],
    ['an answer after completion', completed, respond({ ...answer(plan[0]!), trialIndex: 12 }), 'rater.already_finished'],
    ['an answer after withdrawal', withdrawn, respond(answer(plan[0]!)), 'rater.already_finished'],
    ['completing after withdrawal', withdrawn, { kind: 'complete' }, 'rater.already_finished'],
    ['an answer after declining', declined, respond(answer(plan[0]!)), 'rater.already_finished'],
  ])('refuses %s', (_, session, event, code) => {
    expect(codeOf(session, event)).toBe(code);
  });

  it('names the missing trials when completion comes too early', () => {
    const step = nextSession(answered(passed, 7), { kind: 'complete' });
    expect('issue' in step && step.issue.message).toBe('2 answers have not arrived: trials 10, 11.');
  });

  it('takes the same response again without a change, even after completion and however its content differs', () => {
    for (const session of [passed, timedOut, allAcknowledged, completed]) {
      const step = nextSession(session, respond({ ...session.responses[1]!, answer: { side: 'left' }, responseTimeMs: 1 }));
      expect('session' in step && step.session).toBe(session);
    }
  });

  it('takes consent, completion, declining and withdrawal again without a change', () => {
    expect(after(consented, consent)).toBe(consented);
    expect(after(passed, consent)).toBe(passed);
    expect(after(completed, { kind: 'complete' })).toBe(completed);
    expect(after(declined, { kind: 'decline' })).toBe(declined);
    expect(after(withdrawn, { kind: 'withdraw' })).toBe(withdrawn);
  });

  it('deletes the answers on withdrawal, which is possible in every state after entering, completed too', () => {
    for (const session of [assigned, consented, passed, timedOut, allAcknowledged, completed]) {
      expect(after(session, { kind: 'withdraw' })).toMatchObject({ state: 'withdrawn', responses: [] });
    }
  });

  it('lets a rater who timed out go on where they were', () => {
    expect(timedOut.state).toBe('timed_out');
    expect(after(timedOut, { kind: 'return' })).toEqual(passed);
    expect(answered(timedOut, 9).state).toBe('all_acknowledged');
    expect(after(assigned, { kind: 'time-out' }, { kind: 'return' })).toEqual(assigned);
    expect(after(assigned, { kind: 'time-out' }, consent)).toEqual(consented);
    expect(codeOf(after(assigned, { kind: 'time-out' }), respond(answer(plan[0]!)))).toBe('rater.consent_required');
    expect(after(consented, { kind: 'time-out' }, { kind: 'return' })).toEqual(consented);
  });

  it('times out only a session that still owes answers', () => {
    for (const session of [allAcknowledged, completed, withdrawn, declined]) expect(after(session, { kind: 'time-out' })).toBe(session);
  });
});

describe('practice', () => {
  it('repeats in rounds until enough answers of one round are right', () => {
    const failedOnce = answered(consented, 3, false);
    expect(practiceProgress(failedOnce)).toMatchObject({ required: true, passCount: 2, round: 1, passed: false });
    expect(expectedTrial(failedOnce)).toMatchObject({ trialIndex: 0, round: 1, phase: 'practice' });
    const failedTwice = answered(answered(failedOnce, 1), 2, false);
    expect(practiceProgress(failedTwice)).toMatchObject({ round: 2, passed: false });
    const good = answered(answered(failedTwice, 2), 1, false);
    expect(practiceProgress(good)).toMatchObject({ round: 2, passed: true });
    expect(practiceProgress(good).feedback.map(({ correct }) => correct)).toEqual([false, false, false, true, false, false, true, true, false]);
    expect(expectedTrial(good)).toMatchObject({ trialIndex: 3, round: 0, phase: 'main' });
    expect(answered(good, 9).state).toBe('all_acknowledged');
  });

  it('judges a later round by that round’s sides', () => {
    let session = answered(consented, 3, false);
    for (const trial of planPracticeRound(configuration, plan, 1)) session = after(session, respond(answer(trial)));
    expect(practiceProgress(session).passed).toBe(true);
  });

  it('takes a time that ran out for a wrong answer, in practice too', () => {
    const limited = { ...configuration, presentation: { ...configuration.presentation, answerLimitMs: 2000 } };
    let session = after(openSession({ configuration: limited, plan, consentHash }), consent);
    for (const trial of plan.slice(0, 3)) session = after(session, respond({ ...answer(trial), answer: null }));
    expect(practiceProgress(session)).toMatchObject({ round: 1, passed: false, feedback: [{ correct: false }, { correct: false }, { correct: false }] });
  });

  it('may be left out', () => {
    const without = configurationWith(sizesOf({ perCondition: 4, blockSize: 5 }));
    const session = openSession({ configuration: without, plan: planTwoAfc(makeStudy({ conditionCount: 1, targetCount: 4, configuration: without }), 0), consentHash });
    expect(answered(after(session, consent), 4).state).toBe('all_acknowledged');
  });
});

describe('visibleTrials', () => {
  it('shows nothing before consent or after withdrawal, then practice, then the current block and the next one', () => {
    expect([assigned, declined, withdrawn].map((session) => visibleTrials(session).length)).toEqual([0, 0, 0]);
    expect(visibleTrials(consented).map(({ phase }) => phase)).toEqual(['practice', 'practice', 'practice']);
    const blocksOf = (session: Session): string => visibleTrials(session).map(({ phase, blockIndex }) => (phase === 'main' ? blockIndex : phase)).join('');
    const long = configurationWith(sizesOf({ perCondition: 8, catchCount: 2, practiceCount: 3, practicePassCount: 2, blockSize: 5 }));
    const begun = answered(after(openSession({ configuration: long, plan: planTwoAfc(makeStudy({ conditionCount: 2, targetCount: 17, configuration: long }), 0), consentHash }), consent), 3);
    expect(blockCount(begun)).toBe(4);
    expect([0, 4, 5, 9, 14, 18].map((count) => blocksOf(answered(begun, count)))).toEqual(['111112222', '111112222', '222233333', '333334444', '4444', '4444']);
  });
});

describe('openSession', () => {
  it('restores a stored session from its answers in any order', () => {
    const failedOnce = answered(answered(consented, 3, false), 3);
    const session = answered(failedOnce, 4);
    const stored = { configuration, plan, consentHash, state: session.state, responses: [...session.responses].reverse() };
    expect(openSession(stored)).toEqual(session);
    expect(openSession({ ...stored, state: 'timed_out' })).toEqual({ ...session, state: 'timed_out', ending: 'timed_out' });
  });
});

describe('what is read before consenting', () => {
  it('is the text, the items, and what is kept of a platform’s id; of earlier studies the first two', () => {
    const { consent, consentItems } = configuration.texts;
    expect(consentRead(configuration, 'at_once')).toEqual({ consent, consentItems });
    expect(consentRead(configuration, 'until_settled')).toEqual({ consent, consentItems, notice: expect.stringContaining('30 days') });
  });
});

describe('any sequence of events', () => {
  const ids = Array.from({ length: 14 }, (_, i) => `event-${i}`);
  const someResponse = fc.record({ trialIndex: fc.integer({ min: 0, max: 12 }), round: fc.integer({ min: 0, max: 2 }), id: fc.constantFrom(...ids), left: fc.boolean() });
  const someEvent = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<SessionEvent>(consent, { kind: 'decline' }, { kind: 'complete' }, { kind: 'time-out' }, { kind: 'return' }) },
    { weight: 2, arbitrary: someResponse.map(({ trialIndex, round, id, left }) => respond({ ...answer(plan[0]!), trialIndex, round, responseId: id, answer: { side: left ? 'left' : 'right' } })) },
    // What a well-behaved browser would send next; filled in when it is applied.
    { weight: 4, arbitrary: fc.constantFrom('right' as const, 'wrong' as const) },
  );

  it('never loses, changes or reorders an accepted answer, and completes only when every answer is there', () => {
    fc.assert(fc.property(fc.array(someEvent, { maxLength: 60 }), (events) => {
      let session: Session = after(assigned, consent);
      for (const entry of events) {
        const expected = expectedTrial(session) ?? plan[0]!;
        const event = typeof entry === 'string' ? respond(answer(expected, entry === 'right')) : entry;
        const step = nextSession(session, event);
        if ('issue' in step) continue;
        expect(step.session.responses.slice(0, session.responses.length)).toEqual(session.responses);
        expect(step.session.responses.length - session.responses.length).toBeLessThanOrEqual(1);
        if (step.session.state === 'completed') expect(missingTrialIndices(step.session)).toEqual([]);
        // Whatever is stored can be opened again and is the same session.
        expect(openSession({ configuration, plan, consentHash, state: step.session.state, consentGiven: step.session.consentGiven, responses: step.session.responses })).toEqual(step.session);
        // Sending it again changes nothing.
        expect(nextSession(step.session, event)).toEqual({ session: step.session });
        session = step.session;
      }
      const keys = session.responses.map(({ trialIndex, round }) => `${trialIndex}/${round}`);
      expect(new Set(keys).size).toBe(keys.length);
    }), { numRuns: 300 });
  });
});
