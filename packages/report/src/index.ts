export { achievedBy } from './planning/sample-plan.ts';
export type { SamplePlan } from './planning/sample-plan.ts';
export { planFigure } from './planning/plan-figure.ts';
export type { PlanFigureRequest } from './planning/plan-figure.ts';
export { achievedInWords, componentsInWords, wantedInWords } from './planning/plan-words.ts';
