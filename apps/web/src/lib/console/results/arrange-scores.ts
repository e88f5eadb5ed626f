import { groupBy } from '../group-by.ts';
import type { ConditionScore } from './results-view.ts';

/** What a table of scores can be sorted by. `given`: as the study has its conditions. */
export type ScoreOrder = 'given' | 'name' | 'score' | 'trials' | 'distance';

export interface Arrangement {
  readonly order: ScoreOrder;
  readonly isDescending: boolean;
  /** A factor's name; '' for no groups. */
  readonly groupBy: string;
  /** Shows only conditions with these values, by factor. */
  readonly only: Readonly<Record<string, string>>;
}

export interface ScoreGroup {
  /** The factor's value that the group has in common; '' where there are no groups. */
  readonly title: string;
  readonly scores: readonly ConditionScore[];
}

/** Factors that tell conditions apart, with their values, both in the order of the alphabet. References have no factors. */
export function factorsThatDiffer(scores: readonly ConditionScore[]): readonly { readonly name: string; readonly values: readonly string[] }[] {
  const ofRuns = scores.filter(({ condition }) => condition.reference === null);
  const names = new Set(ofRuns.flatMap(({ condition }) => Object.keys(condition.factors)));
  return [...names].sort()
    .map((name) => ({ name, values: [...new Set(ofRuns.flatMap(({ condition }) => condition.factors[name] ?? []))].sort() }))
    .filter(({ values }) => values.length > 1);
}

/** Scores as they are shown. A filter leaves references in: they are what the others are read against. Groups stand in the order of their values, references last. */
export function arrangeScores(scores: readonly ConditionScore[], { order, isDescending, groupBy: factor, only }: Arrangement): readonly ScoreGroup[] {
  const shown = scores.filter(({ condition }) => condition.reference !== null || Object.entries(only).every(([name, value]) => condition.factors[name] === value));
  const sorted = sortScores(shown, order, isDescending);
  if (factor === '') return sorted.length === 0 ? [] : [{ title: '', scores: sorted }];
  const groups = groupBy(sorted, (score) => groupOf(score, factor));
  return [...groups].map(([title, of]) => ({ title, scores: of })).sort((a, b) => rank(a.title) - rank(b.title) || a.title.localeCompare(b.title, undefined, { numeric: true }));
}

const references = 'References';
const without = 'Not said';

function groupOf({ condition }: ConditionScore, factor: string): string {
  return condition.reference === null ? (condition.factors[factor] ?? without) : references;
}

const rank = (title: string): number => (title === references ? 2 : title === without ? 1 : 0);

function sortScores(scores: readonly ConditionScore[], order: ScoreOrder, isDescending: boolean): readonly ConditionScore[] {
  if (order === 'given') return scores;
  const sign = isDescending ? -1 : 1;
  return scores.toSorted((a, b) => {
    if (order === 'name') return sign * a.condition.name.localeCompare(b.condition.name, undefined, { numeric: true });
    const [first, second] = [valueOf(a, order), valueOf(b, order)];
    // Whoever has no number comes last, whichever way it is sorted.
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return sign * (first - second);
  });
}

function valueOf({ score, distance }: ConditionScore, order: 'score' | 'trials' | 'distance'): number | null {
  if (order === 'score') return score.estimate;
  return order === 'trials' ? score.n.trials : (distance?.median ?? null);
}
