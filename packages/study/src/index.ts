export { StudyConfiguration } from './study-configuration.ts';
export { defaultStudyConfiguration } from './default-study-configuration.ts';
export { checkStudyConfiguration } from './check-study-configuration.ts';
export type { StudyConfigurationCheck } from './check-study-configuration.ts';
export { readStudyConfiguration } from './earlier-configuration.ts';
export { PresentationSettings, defaultPresentation } from './presentation.ts';
export { EarlierRaters, LateFinish, StudyOperation, Reward, defaultStudyOperation, openPlaces } from './study-operation.ts';

export { Condition, Factors, ReferenceKind, referenceStimuli } from './condition.ts';
export type { ConditionSource } from './condition.ts';
export { factorsOfRun, ownFactorNames, sharedFactors } from './factors.ts';
export type { FactoredRun } from './factors.ts';
export { comparisonWarnings } from './comparison-warnings.ts';
export type { ComparedRun, ComparisonWarning } from './comparison-warnings.ts';
export { Stimulus, readStimuli } from './stimulus.ts';
export type { FrozenStudy } from './frozen-study.ts';
export { checkConditions, isSameConditionName } from './check-conditions.ts';
export { checkStimuli } from './check-stimuli.ts';
export { groupStimuli, stimulusKey } from './design/group-stimuli.ts';

export { TaskName, tasks, taskOf } from './tasks/index.ts';
export type { TaskSettings } from './tasks/index.ts';
export type { AnswerForm, AnyTask, Item, Presentation, SetsRequest, Sight, Task, TaskColumns } from './tasks/task.ts';

export { Phase, PictureGroup, PresentedPicture, PresentedTrial, SessionState } from './trial.ts';
export type { ItemRef, PlannedTrial, TaskTrial, TrialPlace, TrialRole } from './trial.ts';
export { ScreenFacts } from './screen-facts.ts';
export type { ReceivedAnswer } from './response.ts';
export { Answer, EarlierResponseSubmission, InputType, ResponseSubmission, ShownAs, readSubmission } from './response.ts';

export { amountOwed } from './amount-owed.ts';
export { planSession } from './design/plan-session.ts';
export { imaginedPlans } from './design/imagined-plans.ts';
export type { ImaginedStudy } from './design/imagined-plans.ts';
export { planPracticeRound } from './design/plan-practice.ts';
export { trialFinder } from './design/trial-finder.ts';
export { placesFor, shortfallOf } from './design/places.ts';
export { plannedCounts } from './design/planned-counts.ts';
export { presentTrial } from './present-trial.ts';
export type { PictureRef } from './present-trial.ts';

export { blockCount, consentRead, expectedTrial, missingTrialIndices, openSession, practiceProgress, sessionProgress, visibleTrials } from './session.ts';
export { identityNotices } from './session.ts';
export type { IdentityRetention, PracticeProgress, Session, SessionParts } from './session.ts';
export { nextSession } from './next-session.ts';
export type { SessionEvent, SessionIssueCode, SessionStep } from './next-session.ts';

export { qualityFacts } from './quality/session-facts.ts';
export type { JudgedFacts, SessionToJudge } from './quality/session-facts.ts';
export type { QualityFacts } from './quality/facts.ts';
export { catchCounts } from './quality/catch-accuracy.ts';
export { endingAtCompletion, endingUnderWay, exclusionReasons, isTooFast, qualityFlags, rulesInOrder } from './quality/judge-quality.ts';
export type { QualityFlag } from './quality/judge-quality.ts';
export { sessionDigest, SessionDigest } from './quality/session-digest.ts';
export { qualityRules, ruleOf } from './quality/rules.ts';
export type { QualityRuleName, QualityRuleSettings } from './quality/rules.ts';
export { QualityAction } from './quality/rule.ts';

export { StudyError } from './study-error.ts';
