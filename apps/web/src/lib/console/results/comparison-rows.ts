import type { DifferenceRow, ScoreRow } from '@lookalike/figures';
import { formatDifference, formatShare } from '../format.ts';
import { formatInterval, formatP } from './format-interval.ts';
import { estimateCell, textCell, type ResultRow } from './result-row.ts';
import type { ComparedCondition, ComparisonResult } from './results-view.ts';

export type ScoreComparison = NonNullable<ComparisonResult['comparison']['value']>;
export type ComparedScore = ScoreComparison['scores'][number];
export type Difference = ScoreComparison['differences'][number];

/** Below it a claim is taken for shown. */
const SIGNIFICANCE = 0.05;

/** Differences of one condition to every other, as other minus it. */
export function differencesWith(differences: readonly Difference[], conditionId: string): readonly Difference[] {
  return differences.flatMap((difference) => {
    if (difference.secondId === conditionId) return [difference];
    return difference.firstId === conditionId ? [turned(difference)] : [];
  });
}

function turned({ firstId, secondId, estimate, interval, simultaneous, ...rest }: Difference): Difference {
  const negated = <I extends Difference['interval']>(of: I): I => ({ ...of, lower: -of.upper, upper: -of.lower });
  return { ...rest, firstId: secondId, secondId: firstId, estimate: -estimate, interval: negated(interval), simultaneous: negated(simultaneous) };
}

/** What a difference shows. That two scores are not told apart does not say that they are equal. */
export function verdictOf({ holmP, equivalence }: Pick<Difference, 'holmP' | 'equivalence'>): string {
  const differ = holmP < SIGNIFICANCE;
  const areEquivalent = equivalence.p < SIGNIFICANCE;
  if (differ) return areEquivalent ? `differ, by less than ${equivalence.margin}` : 'differ';
  return areEquivalent ? `equivalent within ${equivalence.margin}` : 'not decided';
}

export const scoreColumns = ['Condition', 'Score, 95 % interval', 'Simultaneous interval', 'Outcomes', 'Raters', 'Targets'] as const;

export function scoreRows(scores: readonly ComparedScore[]): readonly ResultRow[] {
  return scores.map(({ condition, estimate, interval, simultaneous, n }) => ({
    key: condition.id, name: condition.name,
    cells: [estimateCell({ estimate, interval }, 'share'), textCell(formatInterval(simultaneous)), textCell(n.trials), textCell(n.raters), textCell(n.targets)],
  }));
}

export function scoreFigureRows(scores: readonly ComparedScore[]): readonly ScoreRow[] {
  return scores.map(({ condition, estimate, interval, simultaneous }) => ({
    label: condition.name, heading: '', isReference: false, estimate, interval, simultaneous, text: `${formatShare(estimate)} ${formatInterval(interval)}`,
  }));
}

export const differenceColumns = ['Difference, 95 % interval', 'Simultaneous interval', 'p', 'p, Holm', 'p, equivalence', 'What it shows', 'Raters', 'Targets'] as const;

/** @param baseId what all of them are against: then it is not repeated in each name; undefined where they have nothing in common */
export function differenceRows(differences: readonly Difference[], { scores, baseId }: Naming): readonly ResultRow[] {
  const labelOf = labelsOf({ scores, baseId });
  return differences.map((difference) => {
    const { estimate, interval, simultaneous, p, holmP, equivalence, n, standing } = difference;
    return {
      key: `${difference.firstId} ${difference.secondId}`, name: labelOf(difference),
      // Whatever is not marked is exploratory, as the page says.
      ...(standing === 'preregistered' && { note: standing }),
      cells: [
        estimateCell({ estimate, interval }, 'difference'), textCell(formatInterval(simultaneous, 'difference')),
        textCell(formatP(p)), { text: formatP(holmP), isMarked: holmP < SIGNIFICANCE }, { text: formatP(equivalence.p), isMarked: equivalence.p < SIGNIFICANCE },
        textCell(verdictOf(difference)), textCell(n.raters), textCell(n.targets),
      ],
    };
  });
}

export function differenceFigureRows(differences: readonly Difference[], naming: Naming): readonly DifferenceRow[] {
  const labelOf = labelsOf(naming);
  return differences.map((difference) => ({
    label: labelOf(difference), heading: '', estimate: difference.estimate, interval: difference.interval, simultaneous: difference.simultaneous,
    text: `${formatDifference(difference.estimate)} ${formatInterval(difference.interval, 'difference')}`, isPlanned: difference.standing === 'preregistered',
  }));
}

interface Naming {
  readonly scores: readonly { readonly condition: ComparedCondition }[];
  readonly baseId: string | undefined;
}

function labelsOf({ scores, baseId }: Naming): (difference: Difference) => string {
  const names = new Map(scores.map(({ condition: { id, name } }) => [id, name]));
  return ({ firstId, secondId }) => (secondId === baseId ? (names.get(firstId) ?? firstId) : `${names.get(firstId) ?? firstId} − ${names.get(secondId) ?? secondId}`);
}

/** Probabilities of ranks for a figure: who is likely first stands first. */
export function rankTable(scores: readonly Pick<ComparedScore, 'condition' | 'rankShares'>[]): { readonly rows: readonly string[]; readonly columns: readonly string[]; readonly shares: readonly (readonly number[])[] } {
  const meanRank = ({ rankShares }: Pick<ComparedScore, 'rankShares'>): number => rankShares.reduce((sum, share, index) => sum + share * (index + 1), 0);
  const ordered = scores.toSorted((a, b) => meanRank(a) - meanRank(b));
  return { rows: ordered.map(({ condition }) => condition.name), columns: scores.map((_, index) => String(index + 1)), shares: ordered.map(({ rankShares }) => rankShares) };
}
