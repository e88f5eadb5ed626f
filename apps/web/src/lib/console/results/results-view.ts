import type { ResultsView as Generated, StudyConditionView } from '../../api/views.ts';

type Interval = { readonly lower: number; readonly upper: number; readonly level: number; readonly method: string };
type SampleSizes = { readonly trials: number; readonly raters: number; readonly targets: number };

/** A condition as results name it. */
export interface ComparedCondition {
  readonly id: string;
  readonly name: string;
  /** Null: a generation run. */
  readonly reference: StudyConditionView['reference'];
  readonly factors: Readonly<Record<string, string>>;
}

export interface ConditionScore {
  readonly condition: ComparedCondition;
  readonly score: { readonly estimate: number | null; readonly interval: Interval | null; readonly n: SampleSizes; readonly chance: number };
  readonly distance: { readonly median: number } | null;
  readonly acceptance: { readonly accepted: number; readonly total: number } | null;
}

export interface ConditionComparison {
  readonly first: ComparedCondition;
  readonly second: ComparedCondition;
  readonly difference: { readonly estimate: number | null; readonly interval: Interval | null; readonly n: SampleSizes };
}

export interface ConfusionTable {
  readonly condition: ComparedCondition;
  readonly labels: readonly string[];
  /** A row for each right label, a column for each that was said. */
  readonly counts: readonly (readonly number[])[];
  readonly unanswered: readonly number[];
}

export interface Shortfall {
  readonly answersPerStimulus: number;
  readonly shortStimuli: number;
  readonly missingAnswers: number;
  readonly placesToAdd: number;
}

export interface ResultsView extends Omit<Generated, 'scores' | 'comparisons' | 'quality'> {
  readonly scores: readonly ConditionScore[];
  readonly comparisons: readonly ConditionComparison[];
  readonly confusions: readonly ConfusionTable[] | null;
  readonly shortfall: Shortfall | null;
  readonly quality: Generated['quality'] & { readonly unansweredCount: number };
}
