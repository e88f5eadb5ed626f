export { sections } from './sections.ts';
export type { SectionName } from './sections.ts';
export type { AnalysisInput, AnalysisSettings, Report, Section } from './section.ts';

export { bootstrapOf, studyResults } from './scores/study-results.ts';
export type { Bootstrap, ResultsRequest } from './scores/study-results.ts';
export { ComparedCondition } from './compared-condition.ts';
export { ConditionComparison, ConditionScore, ConfusionTable, Results, ResultsQuality, Shortfall } from './scores/results.ts';
