export type { SessionFacts, StoredResponse } from './stored-session.ts';
export { judgeSession } from './judge-session.ts';
export type { JudgedSession, JudgedTrial } from './judge-session.ts';
export { rememberedPlans } from './remembered-plans.ts';
export type { PlanOf } from './remembered-plans.ts';
export { itemsOf, mainTrials, scoredItems } from './scored-items.ts';

export { rowContext } from './study-facts.ts';
export type { ImageFacts, IriFacts, MadeStimulusFacts, NetworkFacts, RowContext, RunFacts, StudyFacts } from './study-facts.ts';
export { plainFacts } from './plain-facts.ts';
export { exportStudy, readExportedStudy } from './read-back/exported-study.ts';
export type { ExportedStudy } from './read-back/exported-study.ts';
export { storedSessions } from './read-back/stored-sessions.ts';
export type { ExportedSession } from './read-back/stored-sessions.ts';
export { ReadBackError } from './read-back/read-back-error.ts';
export { tableShapeOf } from './table-shape.ts';
export { trialRow } from './rows/trial-row.ts';
export { itemRows } from './rows/item-rows.ts';
export { sessionRow } from './rows/session-row.ts';
export { commentRows } from './rows/comment-rows.ts';
export { conditionRows, imageRows, networkRows, stimulusRows } from './rows/study-rows.ts';

export { medianOf, Summary, summaryOf } from './summary.ts';
