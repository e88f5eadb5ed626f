import { exclusionReasons, openSession, planSession, qualityFacts, taskOf, trialFinder, type FrozenStudy, type Item, type PlannedTrial } from '@lookalike/study';
import type { PlanOf } from './remembered-plans.ts';
import type { SessionFacts, StoredResponse } from './stored-session.ts';

/** The reason of a session that an experimenter excluded. */
export const excludedByHand = 'by_hand';

/** One answered trial with what its answer means. */
export interface JudgedTrial {
  readonly trial: PlannedTrial;
  readonly response: StoredResponse;
  /** Whether the answer is the one beyond doubt; absent where there is none. An answer that did not come in time is wrong. */
  readonly isRight?: boolean;
  /** One for each IRI or foil that the trial shows. */
  readonly items: readonly Item[];
}

/** A session with everything that was answered in it, and whether its answers count. */
export interface JudgedSession {
  readonly session: SessionFacts;
  /** In the order in which they were presented, practice included. */
  readonly trials: readonly JudgedTrial[];
  /** Of the study's rules, and `by_hand`; empty when it counts. */
  readonly exclusionReasons: readonly string[];
}

/**
 * Puts a session together with its plan and judges every answer. A pure function of what is frozen and what is stored.
 * @param responses of this session, in any order; empty for who withdrew
 * @param planOf gives plans of this study; to be passed where many sessions are judged, so that none is planned twice
 * @throws Error for an answer to a trial that the plan does not have: the study would not be the one that was shown
 */
export function judgeSession(study: FrozenStudy, session: SessionFacts, responses: readonly StoredResponse[], planOf: PlanOf = (planIndex) => planSession(study, planIndex)): JudgedSession {
  const { configuration } = study;
  const task = taskOf(configuration);
  const plan = planOf(session.planIndex);
  // What was consented to has no part in judging.
  const opened = openSession({ configuration, plan, consentHash: '', state: session.state, consentGiven: session.consentedAt !== undefined, responses });
  const trialAt = trialFinder(configuration, plan);
  const stored = new Map(responses.map((response) => [response.responseId, response]));
  const trials = opened.responses.map(({ responseId }): JudgedTrial => {
    const response = stored.get(responseId) as StoredResponse; // It came from there.
    const trial = trialAt(response);
    if (trial === undefined) throw new Error(`Trial ${response.trialIndex} of session ${session.id} was answered but is not in its plan.`);
    const { answer } = response;
    return {
      trial,
      response,
      ...(trial.role === 'catch' ? { isRight: answer !== null && task.isRight(trial, answer) } : {}),
      items: task.judge(trial, answer),
    };
  });
  const facts = qualityFacts({ session: opened, kind: session.kind, consentedAt: session.consentedAt });
  return { session, trials, exclusionReasons: [...exclusionReasons(facts), ...(session.excludedBecause !== undefined ? [excludedByHand] : [])] };
}
