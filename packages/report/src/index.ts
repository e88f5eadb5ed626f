export { achievedBy } from './planning/sample-plan.ts';
export type { SamplePlan } from './planning/sample-plan.ts';
export { planFigure } from './planning/plan-figure.ts';
export type { PlanFigureRequest } from './planning/plan-figure.ts';
export { achievedInWords, componentsInWords, wantedInWords } from './planning/plan-words.ts';

export { preregistrationOf } from './preregistration/preregistration-of.ts';
export type { PreregistrationFacts } from './preregistration/preregistration-facts.ts';
export { htmlOf } from './html-of.ts';
export { markdownOf } from './markdown-of.ts';
export type { Block, Picture, ReportDocument } from './document.ts';

export { examplePictures } from './study-report/example-pictures.ts';
export type { ExamplePicture } from './study-report/example-pictures.ts';
export { reportSections } from './study-report/study-report-request.ts';
export type { Computed, ReportedOperation, ReportResults, ReportSection, StudyReportRequest } from './study-report/study-report-request.ts';
export { studyReport, studyReportOf } from './study-report/study-report.ts';
