import type { HeatRequest, ScoreRow } from '@lookalike/figures';
import { formatCoefficient, formatInterval } from './format-interval.ts';
import { methodNotes, type MethodNote } from './method-notes.ts';
import { estimateCell, nothing, textCell, type ResultRow } from './result-row.ts';
import type { ReliabilityResult } from './results-view.ts';

type Condition = ReliabilityResult['conditions'][number];

export const reliabilityColumns = ['Condition', 'α, 95 % interval', 'Split-half', 'Ceiling', 'Raters', 'Ratings', 'Answers of a target', 'Not in halves'] as const;

export function reliabilityRows(conditions: readonly Condition[]): readonly ResultRow[] {
  return conditions.map(({ condition, agreement, splitHalf, ceiling, difficulty, excluded }) => ({
    key: condition.id, name: condition.name,
    cells: [
      agreement.alpha === null ? textCell('–', 'all ratings are the same, or no stimulus has two') : estimateCell({ estimate: agreement.alpha, interval: agreement.interval }, 'coefficient'),
      textCell(coefficientOf(splitHalf)), textCell(coefficientOf(ceiling)),
      textCell(agreement.n.raters), textCell(agreement.n.ratings), textCell(difficulty.ratersOfTarget ?? '–', 'median'), textCell(excluded),
    ],
  }));
}

function coefficientOf({ value }: Condition['ceiling']): string {
  return value === null ? nothing : formatCoefficient(value);
}

/** Why split-half or ceiling are missing: a reason once for all conditions that have it. */
export function missingReasons(conditions: readonly Condition[]): readonly { readonly name: string; readonly text: string }[] {
  const names = new Map<string, Set<string>>();
  for (const { condition, splitHalf, ceiling } of conditions) {
    for (const { reason } of [splitHalf, ceiling]) if (reason !== null) names.set(reason.text, (names.get(reason.text) ?? new Set()).add(condition.name));
  }
  return [...names].map(([text, of]) => ({ name: of.size === conditions.length && of.size > 1 ? 'all conditions' : [...of].join('; '), text }));
}

export function agreementFigureRows(conditions: readonly Condition[]): readonly ScoreRow[] {
  return conditions.map(({ condition, agreement: { alpha, interval } }) => ({
    label: condition.name, heading: '', isReference: condition.reference !== null, estimate: alpha, interval,
    text: alpha === null ? 'undefined' : `${formatCoefficient(alpha)}${interval === null ? '' : ` ${formatInterval(interval, 'coefficient')}`}`,
  }));
}

/** α is below 0 where raters disagree more than by chance: the axis goes as far down as the data do. */
export function agreementDomain(conditions: readonly Condition[]): readonly [number, number] {
  const lowest = Math.min(0, ...conditions.flatMap(({ agreement: { alpha, interval } }) => [alpha ?? 0, interval?.lower ?? 0]));
  return [Math.max(-1, Math.floor(10 * lowest) / 10), 1];
}

/** How many targets of each condition have which share, as parts of the condition. */
export function difficultyTable(conditions: readonly Condition[]): Pick<HeatRequest, 'rows' | 'columns' | 'shares'> {
  const asked = conditions.filter(({ difficulty }) => difficulty.targets > 0);
  return {
    rows: asked.map(({ condition }) => condition.name),
    columns: Array.from({ length: 10 }, (_, tenth) => `${tenth / 10}–${(tenth + 1) / 10}`),
    shares: asked.map(({ difficulty: { counts, targets } }) => counts.map((count) => count / targets)),
  };
}

export function reliabilityNotes({ conditions, randomSeed }: ReliabilityResult): readonly MethodNote[] {
  const first = conditions[0];
  return [
    ...(first === undefined ? [] : [{ what: 'α', text: `${first.agreement.method}. Within a condition: that networks differ does not count as agreement.` }]),
    ...methodNotes('α', conditions.map(({ agreement }) => ({ interval: agreement.interval }))),
    ...[...new Set(conditions.map(({ method }) => method))].map((text) => ({ what: 'Split-half and ceiling', text: `${text}.` })),
    { what: 'Split-half and ceiling', text: `The halves follow from the seed ${randomSeed}. Targets with fewer than five raters are not in them.` },
  ];
}
