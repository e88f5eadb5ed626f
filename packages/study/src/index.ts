export { StudyConfiguration } from './study-configuration.ts';
export { defaultStudyConfiguration } from './default-study-configuration.ts';
export { checkStudyConfiguration } from './check-study-configuration.ts';
export type { StudyConfigurationCheck } from './check-study-configuration.ts';

export { PresentedTrial, Phase, ResponseSubmission, SessionState, Side, TrialKind, Triplet } from './trial.ts';
export type { PlannedTrial } from './trial.ts';
export { checkTriplets } from './check-triplets.ts';
export { planSession } from './plan-session.ts';
export type { PlanRequest } from './plan-session.ts';
export { planPracticeRound } from './plan-practice.ts';
export { presentTrial } from './present-trial.ts';

export { consentOf, expectedTrial, missingTrialIndices, openSession, practiceProgress, sessionProgress, visibleTrials } from './session.ts';
export type { PracticeProgress, Session, SessionParts } from './session.ts';
export { nextSession } from './next-session.ts';
export type { SessionEvent, SessionIssueCode, SessionStep } from './next-session.ts';

export { exclusionReasons, exclusionThresholds, isTooFast } from './exclusion.ts';
export type { ExclusionReason } from './exclusion.ts';

export { StudyError } from './study-error.ts';
