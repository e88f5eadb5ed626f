import { streamSessions, type RaterKind, type RaterSessionRecord } from '@lookalike/store';
import { exclusionReasons, planPracticeRound, type ExclusionReason, type PlannedTrial, type ResponseSubmission, type Session } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { planOf, sessionOf, type FrozenStudy } from '../rater/frozen-study.ts';

/** One presented and answered trial. */
export interface AnsweredTrial {
  readonly trial: PlannedTrial;
  readonly response: ResponseSubmission;
}

/** A session with everything that was answered in it, and whether its answers count. */
export interface JudgedSession {
  readonly record: RaterSessionRecord;
  readonly session: Session;
  /** In the order in which they were presented, practice included. */
  readonly trials: readonly AnsweredTrial[];
  readonly exclusionReasons: readonly ExclusionReason[];
}

/** Reads a study's sessions one after another, each put together with its plan. Sessions without an answer are not in it. */
export async function* judgedSessions({ store }: Pick<Dependencies, 'store'>, study: FrozenStudy, kinds?: readonly RaterKind[]): AsyncGenerator<JudgedSession, void, undefined> {
  const options = { studyId: study.id, ...(kinds === undefined ? {} : { kinds }) };
  for await (const { session: record, responses } of streamSessions(store.prisma, options)) {
    if (responses.length === 0) continue;
    const session = sessionOf(study, record, planOf(study, record.planIndex), responses);
    yield { record, session, trials: answeredTrials(session), exclusionReasons: exclusionReasons({ session, configuration: study.configuration }) };
  }
}

function answeredTrials({ plan, responses }: Session): AnsweredTrial[] {
  const practiceCount = plan.filter(({ phase }) => phase === 'practice').length;
  return responses.map((response) => {
    // Later practice rounds have the same pictures in another order; the plan itself holds round 0.
    const isPractice = response.trialIndex < practiceCount;
    const trial = isPractice ? planPracticeRound(plan, response.round)[response.trialIndex] : plan[response.trialIndex];
    if (trial === undefined) throw new Error(`Trial ${response.trialIndex} was answered but is not in its session's plan.`);
    return { trial, response };
  });
}
