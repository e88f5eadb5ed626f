import type { ResultsView as Generated } from '../../api/views.ts';

/** A condition as results name it. */
export interface ConditionView {
  readonly id: string;
  readonly name: string;
  /** Null: a generation run, or stimuli of one's own. */
  readonly reference: 'original' | 'seed' | 'other-image' | null;
  readonly factors: Readonly<Record<string, string>>;
}

type Interval = { readonly lower: number; readonly upper: number; readonly level: number; readonly method: string };
type SampleSizes = { readonly trials: number; readonly raters: number; readonly targets: number };

export interface ConditionScore {
  readonly condition: ConditionView;
  readonly score: { readonly estimate: number | null; readonly interval: Interval | null; readonly n: SampleSizes; readonly chance: number };
  readonly distance: { readonly median: number } | null;
  readonly acceptance: { readonly accepted: number; readonly total: number } | null;
}

export interface ScoreComparison {
  readonly first: ConditionView;
  readonly second: ConditionView;
  readonly difference: { readonly estimate: number | null; readonly interval: Interval | null; readonly n: SampleSizes };
}

export interface Confusion {
  readonly condition: ConditionView;
  readonly rows: readonly { readonly label: string; readonly counts: Readonly<Record<string, number>> }[];
}

export interface ResultsView extends Omit<Generated, 'scores' | 'comparisons' | 'quality'> {
  readonly chance: number;
  readonly scores: readonly ConditionScore[];
  readonly comparisons: readonly ScoreComparison[];
  readonly labels: readonly string[];
  readonly confusion: readonly Confusion[] | null;
  readonly shortfall: { readonly shortStimuli: number; readonly missingAnswers: number; readonly placesToAdd: number } | null;
  readonly quality: Generated['quality'];
}
