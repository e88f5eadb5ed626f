import type { ResultsView } from '../../api/views.ts';
import type { AnalysisOf } from './analysis.svelte.ts';

/** Parts of the results of a study, by the names that the console's components have for them. */
export type ConditionScore = ResultsView['scores'][number];
export type ComparedCondition = ConditionScore['condition'];
export type ConfusionTable = NonNullable<ResultsView['confusions']>[number];
export type Shortfall = NonNullable<ResultsView['shortfall']>;

export type ComparisonResult = AnalysisOf<'comparison'>['result'];
export type EffectsResult = AnalysisOf<'effects'>['result'];
export type ObjectivesResult = AnalysisOf<'objectives'>['result'];
export type ReliabilityResult = AnalysisOf<'reliability'>['result'];
export type ExclusionsResult = AnalysisOf<'exclusions'>['result'];
export type AttritionResult = AnalysisOf<'attrition'>['result'];
export type StimuliResult = AnalysisOf<'stimuli'>['result'];
export type BiasResult = AnalysisOf<'bias'>['result'];
export type ObserversResult = AnalysisOf<'observers'>['result'];
export type ModelResult = AnalysisOf<'model'>['result'];

export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly method: string;
}

/** What data may not allow: either it is there, or why it is not. */
export interface Given<T> {
  readonly value: T | null;
  readonly reason: { readonly code: string; readonly text: string } | null;
}
