import type { components } from '@lookalike/client';
import { defaultPresentation } from '@lookalike/study';

type Schemas = components['schemas'];
export type RaterStudyView = Schemas['RaterStudyView'];
export type RaterSessionView = Schemas['RaterSessionView'];
export type PracticeView = Schemas['PracticeView'];

const shared = { title: 'A study', question: 'Which?', contact: 'lab@example.org', institution: '', ethicsCommittee: '', task: '2afc' as const, presentation: defaultPresentation() };

export const noPractice: PracticeView = { required: false, trialCount: 0, passCount: 0, round: 0, passed: true, feedback: [] };

/** An open study of one trial by a plain link, as its landing page gets it. */
export function raterStudy(change: Partial<RaterStudyView> = {}): RaterStudyView {
  return { ...shared, landing: 'About it.', estimatedMinutes: 1, reward: null, rewardNote: '', recruiting: { platform: 'link', endings: {} }, status: 'open', trialCount: 1, groupSize: 1, ...change };
}

/** A person's session that has begun and has no trials, as its page gets it. */
export function raterSession(change: Partial<RaterSessionView> = {}): RaterSessionView {
  return {
    ...shared, sessionId: 'one', kind: 'person', state: 'assigned', consentHash: 'c', identityRetention: 'until_settled', blockSize: 20, blockCount: 1,
    texts: { consent: 'Yes?', consentItems: [], identityNotice: '', instructions: 'Look.', debrief: '' }, trials: [], answered: [], nextTrialIndex: null,
    progress: { answered: 0, total: 1 }, practice: noPractice, ...change,
  };
}
