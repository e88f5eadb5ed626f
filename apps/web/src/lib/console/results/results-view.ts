import type { ResultsView } from '../../api/views.ts';

/** Parts of the results of a study, by the names that the console's components have for them. */
export type ConditionScore = ResultsView['scores'][number];
export type ComparedCondition = ConditionScore['condition'];
export type ConditionComparison = ResultsView['comparisons'][number];
export type ConfusionTable = NonNullable<ResultsView['confusions']>[number];
export type Shortfall = NonNullable<ResultsView['shortfall']>;
