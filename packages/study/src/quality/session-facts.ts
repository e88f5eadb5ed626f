import { expectedTrial, practiceProgress, type Session } from '../session.ts';
import type { QualityFacts } from './facts.ts';
import type { QualityRuleSettings } from './rules.ts';

/** A session as rules judge it, with the rules of its study. */
export interface JudgedFacts extends QualityFacts {
  readonly rules: readonly QualityRuleSettings[];
}

export interface SessionToJudge {
  readonly session: Session;
  readonly kind?: QualityFacts['kind'];
  readonly consentedAt?: Date | undefined;
}

/** Puts together what rules judge. */
export function qualityFacts({ session, kind = 'person', consentedAt }: SessionToJudge): JudgedFacts {
  const byIndex = new Map(session.plan.filter(({ phase }) => phase === 'main').map((trial) => [trial.trialIndex, trial]));
  const answers = session.responses;
  return {
    kind,
    configuration: session.configuration,
    rules: session.configuration.quality,
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
