import type { ReceivedAnswer } from '../response.ts';
import { expectedTrial, practiceProgress, type PracticeProgress, type Session } from '../session.ts';
import type { PlannedTrial } from '../trial.ts';

/** What rules judge: a session as it stands. */
export interface QualityFacts {
  readonly kind: 'person' | 'test' | 'simulated';
  readonly configuration: Session['configuration'];
  /** In the order of the plan, practice first. */
  readonly answers: readonly ReceivedAnswer[];
  /** Answered trials of the main phase. */
  readonly main: readonly { readonly trial: PlannedTrial; readonly response: ReceivedAnswer }[];
  /** Catch trials of the plan's main phase. */
  readonly plannedCatchCount: number;
  readonly practice: PracticeProgress;
  /** Whether an expected answer is still out. */
  readonly isIncomplete: boolean;
  /** By the server's clock; absent without consent. */
  readonly consentedAt: Date | undefined;
}

export interface SessionToJudge {
  readonly session: Session;
  readonly kind?: QualityFacts['kind'];
  readonly consentedAt?: Date | undefined;
}

/** Puts together what rules judge. */
export function qualityFacts({ session, kind = 'person', consentedAt }: SessionToJudge): QualityFacts {
  const byIndex = new Map(session.plan.filter(({ phase }) => phase === 'main').map((trial) => [trial.trialIndex, trial]));
  const answers = session.responses;
  return {
    kind,
    configuration: session.configuration,
    answers,
    main: answers.flatMap((response) => {
      const trial = byIndex.get(response.trialIndex);
      return trial === undefined ? [] : [{ trial, response }];
    }),
    plannedCatchCount: [...byIndex.values()].filter(({ role }) => role === 'catch').length,
    practice: practiceProgress(session),
    isIncomplete: expectedTrial(session) !== undefined,
    consentedAt,
  };
}
