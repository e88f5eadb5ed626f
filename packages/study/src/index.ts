export { StudyConfiguration } from './study-configuration.ts';
export { PresentedTrial, Phase, ResponseSubmission, SessionState, Side, TrialKind, Triplet } from './trial.ts';
export type { PlannedTrial } from './trial.ts';
