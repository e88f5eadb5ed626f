import type { components } from '@lookalike/client';
import type { PresentationSettings, PresentedTrial, Reward, ResponseSubmission, SessionState, TaskName } from '@lookalike/study';

type Schemas = components['schemas'];

export type NetworkView = Schemas['NetworkView'];
export type Preprocessing = Schemas['Preprocessing'];
export type ImageSetView = Schemas['ImageSetView'];
export type ImageSetDetail = Schemas['ImageSetDetail'];
export type StimulusSetView = Schemas['StimulusSetView'];
export type StimulusSetDetail = Schemas['StimulusSetDetail'];
export type StimulusView = Schemas['StimulusView'];
export type IriConfiguration = Schemas['IriConfiguration'];
export type RunView = Schemas['RunView'];
export type IriView = Schemas['IriView'];
export type StudyConfiguration = Schemas['StudyConfiguration'];
export type StudyView = Schemas['StudyView'];
export type StudySummary = Schemas['StudySummary'];
export type SessionCountsByKind = Schemas['SessionCountsByKind'];
export type ResultsView = Schemas['ResultsView'];
export type NetworkScore = Schemas['NetworkScore'];
export type RunReport = Schemas['RunReport'];
export type Distribution = Schemas['Distribution'];

/** What the landing page shows. */
export interface RaterStudyView {
  readonly title: string;
  readonly landing: string;
  readonly question: string;
  readonly estimatedMinutes: number;
  readonly reward: Reward | null;
  readonly rewardNote: string;
  readonly contact: string;
  readonly status: 'open' | 'full' | 'paused' | 'closed' | 'not_launched';
  readonly trialCount: number;
  readonly task: TaskName;
  readonly presentation: PresentationSettings;
}

export interface TrialFeedback {
  readonly trialIndex: number;
  readonly round: number;
  readonly correct: boolean;
}

export interface PracticeView {
  readonly required: boolean;
  readonly trialCount: number;
  readonly passCount: number;
  readonly round: number;
  readonly passed: boolean;
  readonly feedback: readonly TrialFeedback[];
}

interface SessionBrief {
  readonly state: SessionState;
  readonly nextTrialIndex: number | null;
  readonly progress: { readonly answered: number; readonly total: number };
  readonly practice: PracticeView;
}

/** Where a rater's session stands: all that a page needs to go on after a reload. */
export interface RaterSessionView extends SessionBrief {
  readonly sessionId: string;
  readonly title: string;
  readonly question: string;
  readonly texts: { readonly consent: string; readonly consentItems: readonly string[]; readonly instructions: string; readonly debrief: string };
  readonly consentHash: string;
  readonly contact: string;
  readonly task: TaskName;
  readonly presentation: PresentationSettings;
  readonly blockSize: number;
  readonly trials: readonly PresentedTrial[];
  readonly answered: readonly { readonly trialIndex: number; readonly round: number; readonly phase: 'practice' | 'main' }[];
  readonly completion?: { readonly code: string; readonly redirectUrl: string | null };
}

export interface EnteredView {
  readonly sessionId: string;
  readonly token: string;
  readonly session: RaterSessionView;
}

export interface ResponsesView {
  readonly accepted: readonly Pick<ResponseSubmission, 'responseId' | 'trialIndex' | 'round'>[];
  readonly session: SessionBrief;
  readonly feedback?: readonly TrialFeedback[];
}
